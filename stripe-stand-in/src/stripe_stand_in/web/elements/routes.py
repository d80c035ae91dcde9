"""Routes for browsers: stripe.js, its frames in the shop's page, and the bank's page of 3-D Secure."""

from collections.abc import Sequence
from html import escape
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from litestar import Request, Response, get, post
from litestar.datastructures import State
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect

from stripe_stand_in.web.elements.challenge import Challenge, ChallengeRefused
from stripe_stand_in.web.responses import file_response, html_page
from stripe_stand_in.web.static_files import StaticFile, page, static_files, stripe_js

FOUND_NO_FILE = Response(b"There is no such file.", status_code=404, media_type="text/plain")


def elements_routes(challenge: Challenge, shop_origins: Sequence[str]) -> list[HTTPRouteHandler]:
    """Returns the handlers for shops of these origins."""
    files = static_files()
    script = StaticFile("text/javascript; charset=utf-8", stripe_js())
    named = {"{shop_origins}": escape(" ".join(shop_origins))}
    frames = {name: _filled(f"elements/{name}.html", named) for name in ("payment", "link", "address")}
    challenge_frame = _filled("challenge/challenge.html", named)

    @get("/endive/stripe.js", sync_to_thread=False)
    def stripe_script() -> Response[bytes]:
        return file_response(script)

    @get("/endive/static/{path:path}", sync_to_thread=False)
    def static_file(path: FromPath[str]) -> Response[bytes]:
        file = files.get(path.lstrip("/"))
        return file_response(file) if file else FOUND_NO_FILE

    @get("/endive/elements", sync_to_thread=False)
    def elements_frame() -> Response[bytes]:
        return html_page(frames["payment"], framed_by=shop_origins)

    @get("/endive/elements/{name:str}", sync_to_thread=False)
    def details_frame(name: FromPath[str]) -> Response[bytes]:
        return html_page(frames[name], framed_by=shop_origins) if name in ("link", "address") else FOUND_NO_FILE

    @get("/endive/challenge", sync_to_thread=False)
    def bank_frame() -> Response[bytes]:
        return html_page(challenge_frame, framed_by=shop_origins)

    @post("/endive/challenge", status_code=200)
    async def frame_outcome(request: Request[None, None, State]) -> dict[str, bool]:
        form = await _form(request)
        challenge.end(form.get("client_secret", ""), passed=form.get("outcome") == "complete")
        return {"received": True}

    @get("/3ds/{intent:str}", sync_to_thread=False)
    def bank_page(intent: FromPath[str], client_secret: FromQuery[str] = "") -> Response[bytes]:
        question = challenge.ask(intent, client_secret)
        source = _filled(
            "challenge/redirect.html",
            {"{client_secret}": escape(client_secret), "{amount}": escape(question.amount)},
        )
        return html_page(source, posts_to=("'self'", *_origin(question.return_url)))

    @post("/3ds/{intent:str}")
    async def page_outcome(intent: FromPath[str], request: Request[None, None, State]) -> Redirect | Response[bytes]:
        form = await _form(request)
        secret = form.get("client_secret", "")
        question = challenge.ask(intent, secret)
        passed = challenge.end(secret, passed=form.get("outcome") == "complete")
        return Redirect(_return_url(question.return_url, intent, secret, succeeded=passed), status_code=303)

    return [
        stripe_script,
        static_file,
        elements_frame,
        details_frame,
        bank_frame,
        frame_outcome,
        bank_page,
        page_outcome,
    ]


def challenge_refused(_: Request[None, None, State], refusal: ChallengeRefused) -> Response[bytes]:
    """Returns the response for a payment that does not wait for authentication."""
    return Response(str(refusal).encode(), status_code=409, media_type="text/plain; charset=utf-8")


def _filled(name: str, values: dict[str, str]) -> str:
    source = page(name)
    for placeholder, value in values.items():
        source = source.replace(placeholder, value)
    return source


async def _form(request: Request[None, None, State]) -> dict[str, str]:
    return dict(parse_qsl((await request.body()).decode("utf-8", "replace"), keep_blank_values=True))


def _origin(url: str) -> tuple[str, ...]:
    parts = urlsplit(url)
    return (f"{parts.scheme}://{parts.netloc}",) if parts.scheme in ("http", "https") else ()


def _return_url(url: str, intent: str, secret: str, *, succeeded: bool) -> str:
    parts = urlsplit(url)
    kind = "setup_intent" if intent.startswith("seti_") else "payment_intent"
    added = {kind: intent, f"{kind}_client_secret": secret, "redirect_status": "succeeded" if succeeded else "failed"}
    query = "&".join(filter(None, (parts.query, urlencode(added))))
    return urlunsplit(parts._replace(query=query))
