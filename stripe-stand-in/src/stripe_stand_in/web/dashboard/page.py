"""The layout of the dashboard's pages."""

from stripe_stand_in.web.dashboard.markup import Html, tag

SECTIONS = {
    "/": "Payments",
    "/refunds": "Refunds",
    "/disputes": "Disputes",
    "/reviews": "Reviews",
    "/events": "Events",
}


def page(path: str, message: str | None, *content: Html) -> str:
    """Returns a whole page; `message` is the result of the last act."""
    title = SECTIONS[path]
    links = (
        tag("li", tag("a", name, href=to, aria_current="page" if to == path else None)) for to, name in SECTIONS.items()
    )
    head = tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("title", f"{title} | Stripe stand-in"),
        tag("link", rel="icon", href="/endive/static/favicon.svg"),
        tag("link", rel="stylesheet", href="/endive/static/dashboard/dashboard.css"),
    )
    body = tag(
        "body",
        tag(
            "header",
            tag("p", "Stripe stand-in: a sandbox's own model of Stripe. No real money moves here.", class_="quiet"),
            tag("nav", tag("ul", *links), aria_label="Sections"),
        ),
        tag(
            "main", tag("h1", title), tag("p", message, class_="message", role="status") if message else None, *content
        ),
    )
    return "<!doctype html>" + tag("html", head, body, lang="en")
