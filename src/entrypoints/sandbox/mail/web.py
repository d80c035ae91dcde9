"""Shows the mails: as a page for people, as JSON for programs."""

from pathlib import Path
from typing import Final

import msgspec
from aiohttp import web
from aiohttp.typedefs import Handler
from jinja2 import Environment, FileSystemLoader

from entrypoints.sandbox.mail.mailbox import Mailbox

_PAGES: Final = Environment(loader=FileSystemLoader(Path(__file__).parent), autoescape=True)
# A mail's HTML is not trusted: it is framed without scripts, forms, or anything fetched from elsewhere.
_POLICY: Final = (
    "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self' 'unsafe-inline'; img-src data:;"
    " base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_HEADERS: Final = {
    "Content-Security-Policy": _POLICY,
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}


def web_app(mailbox: Mailbox, hosts: frozenset[str]) -> web.Application:
    """Returns the application that shows the mailbox and can empty it.

    Requests under other names than `hosts` are refused, so that no page of a foreign site reaches it by a name of its
    own that leads to this machine.
    """

    async def page(_: web.Request) -> web.Response:
        mails = mailbox.all()
        html = _PAGES.get_template("mails.html").render(mails=list(reversed(mails)), count=len(mails))
        return web.Response(text=html, content_type="text/html", headers=_HEADERS)

    async def messages(_: web.Request) -> web.Response:
        return web.Response(body=msgspec.json.encode(mailbox.all()), content_type="application/json", headers=_HEADERS)

    async def empty(_: web.Request) -> web.Response:
        mailbox.empty()
        return web.Response(status=204)

    async def script(_: web.Request) -> web.FileResponse:
        return web.FileResponse(Path(__file__).with_name("mails.js"), headers=_HEADERS)

    async def style(_: web.Request) -> web.FileResponse:
        return web.FileResponse(Path(__file__).with_name("mails.css"), headers=_HEADERS)

    @web.middleware
    async def known_hosts_only(request: web.Request, handler: Handler) -> web.StreamResponse:
        if request.host not in hosts:
            return web.Response(status=421, text="This host is not known here.", headers=_HEADERS)
        return await handler(request)

    application = web.Application(middlewares=[known_hosts_only])
    application.add_routes(
        [
            web.get("/", page),
            web.get("/messages", messages),
            web.get("/mails.js", script),
            web.get("/mails.css", style),
            web.delete("/", empty),
            web.delete("/messages", empty),
        ]
    )
    return application
