"""The cells that the dashboard's tables share."""

from datetime import UTC, datetime
from typing import Any

from stripe_stand_in.web.dashboard.markup import Html, tag
from stripe_stand_in.web.dashboard.money_text import money_text


def money(amount: int, currency: str) -> Html:
    """An amount on one line."""
    return Html(money_text(amount, currency).replace(" ", "&nbsp;"))


def moment(seconds: int) -> Html:
    """A time in UTC."""
    at = datetime.fromtimestamp(seconds, UTC)
    return tag("time", f"{at:%Y-%m-%d %H:%M:%S}", datetime=at.isoformat())


def metadata(stripe_object: dict[str, Any]) -> str:
    """What the shop noted on an object."""
    return ", ".join(f"{name}: {value}" for name, value in (stripe_object.get("metadata") or {}).items()) or "-"


def older(path: str, things: list[dict[str, Any]], has_more: bool) -> Html | None:
    """The link to the next page, if there is one."""
    return tag("p", tag("a", "Older", href=f"{path}?after={things[-1]['id']}")) if has_more else None


class Forms:
    """Makes forms that our own guard lets through."""

    def __init__(self, token: str) -> None:
        self._token = token

    def button(self, act: str, label: str, subject: str, *more: Html) -> Html:
        """A form of one act upon one object; `more` are further inputs."""
        return tag(
            "form",
            tag("input", type="hidden", name="token", value=self._token),
            tag("input", type="hidden", name="id", value=subject),
            *more,
            tag("button", label, type="submit", aria_label=f"{label} {subject}"),
            method="post",
            action=f"/acts/{act}",
        )

    def acts(self, *forms: Html | None) -> Html:
        """Some forms side by side."""
        return tag("div", *(form for form in forms if form), class_="acts")
