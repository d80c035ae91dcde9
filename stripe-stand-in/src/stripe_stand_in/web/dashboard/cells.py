"""Cells shared by the dashboard's tables."""

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
    """An object's metadata on one line."""
    return ", ".join(f"{name}: {value}" for name, value in (stripe_object.get("metadata") or {}).items()) or "-"


def older(path: str, stripe_objects: list[dict[str, Any]], has_more: bool) -> Html | None:
    """The link to the next page, if there is one."""
    return tag("p", tag("a", "Older", href=f"{path}?after={stripe_objects[-1]['id']}")) if has_more else None


class Forms:
    """Makes forms with the guard's token."""

    def __init__(self, token: str) -> None:
        self._token = token

    def button(self, act: str, label: str, subject: str, *more: Html) -> Html:
        """Returns a form for one act on one object; `more` are further inputs."""
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
        """Returns forms side by side."""
        return tag("div", *(form for form in forms if form), class_="acts")
