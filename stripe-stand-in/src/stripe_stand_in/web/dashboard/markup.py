"""HTML without a template engine: text that is not Html is escaped."""

from collections.abc import Iterable
from html import escape


class Html(str):
    """Text that is markup."""

    __slots__ = ()


def tag(name: str, /, *children: object, **attributes: object) -> Html:
    """An element. In attributes, `class_` is class, `_` a hyphen, None and False are left out, True is bare."""
    shown = "".join(_attribute(key.rstrip("_").replace("_", "-"), value) for key, value in attributes.items())
    if name in ("input", "meta", "link"):
        return Html(f"<{name}{shown}>")
    return Html(f"<{name}{shown}>{joined(children)}</{name}>")


def joined(children: Iterable[object]) -> Html:
    """Returns the children joined, escaped where they are not markup; None is left out."""
    return Html(
        "".join(child if isinstance(child, Html) else escape(str(child)) for child in children if child is not None)
    )


def table(caption: str, headings: Iterable[str], rows: Iterable[Iterable[object]]) -> Html:
    """Returns a captioned table, or a line that says it is empty. The first cell of a row is its heading."""
    lines = [
        tag(
            "tr",
            *(
                tag("th" if place == 0 else "td", cell, scope="row" if place == 0 else None)
                for place, cell in enumerate(row)
            ),
        )
        for row in rows
    ]
    if not lines:
        return tag("p", f"{caption}: none yet.", class_="none")
    head = tag("tr", *(tag("th", heading, scope="col") for heading in headings))
    whole = tag("table", tag("caption", caption), tag("thead", head), tag("tbody", *lines))
    return tag("div", whole, class_="scrolls", tabindex="0", role="region", aria_label=caption)


def _attribute(name: str, value: object) -> str:
    if value is None or value is False:
        return ""
    return f" {name}" if value is True else f' {name}="{escape(str(value))}"'
