"""The API over HTTP: requests under /v1 go to the model unchanged; browsers of any origin may send them."""

import re
from collections.abc import Callable, Mapping
from typing import cast
from urllib.parse import parse_qsl, urlencode

from litestar import asgi
from litestar.handlers import ASGIRouteHandler
from litestar.types import HTTPScope, Receive, Scope, Send

from stripe_stand_in.model.api.http import ApiResponse
from stripe_stand_in.model.data.test_cards import BY_NUMBER

Api = Callable[[str, str, Mapping[str, str], bytes], ApiResponse]

MAX_BODY = 1 << 20
"""Far above any request of Stripe's API except file uploads, which are not offered."""

TEST_NUMBERS = BY_NUMBER.keys() | {"4111111111111111"}
"""Card numbers that are nobody's own."""

REFUSED_CARD = "4000000000000001"
"""Fails the Luhn check, so the model says that the number is incorrect."""

CORS = {
    "access-control-allow-origin": "*",
    "access-control-expose-headers": (
        "Request-Id, Stripe-Version, Stripe-Stand-In-Notice, Idempotent-Replayed, Idempotency-Key"
    ),
    "vary": "Origin",
}


def api_route(handle: Api) -> ASGIRouteHandler:
    """Returns the handler of everything under /v1."""

    @asgi(["/v1", "/v2"], is_mount=True, copy_scope=False)
    async def serve(scope: Scope, receive: Receive, send: Send) -> None:
        headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
        method = cast(HTTPScope, scope)["method"]
        if method == "OPTIONS":
            await _send(send, 204, _preflight(headers), b"")
            return
        body = await _body(receive)
        if body is None:
            await _send(send, 413, CORS | {"content-type": "text/plain"}, b"The request is too large.")
            return
        query = scope["query_string"].decode("latin-1")
        path = scope["raw_path"].decode("latin-1").partition("?")[0]
        response = handle(str(method), f"{path}?{query}" if query else path, headers, _without_real_cards(body))
        await _send(send, response.status, {**response.headers, **CORS}, response.body)

    return serve


def _preflight(headers: Mapping[str, str]) -> dict[str, str]:
    return CORS | {
        "access-control-allow-methods": "GET, POST, DELETE, OPTIONS",
        "access-control-allow-headers": headers.get("access-control-request-headers", "authorization, content-type"),
        "access-control-max-age": "300",
    }


async def _body(receive: Receive) -> bytes | None:
    parts: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        if message["type"] != "http.request":
            return b"".join(parts)
        parts.append(message.get("body", b""))
        size += len(parts[-1])
        if size > MAX_BODY:
            return None
        if not message.get("more_body"):
            return b"".join(parts)


async def _send(send: Send, status: int, headers: Mapping[str, str], body: bytes) -> None:
    raw = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers.items()]
    raw.append((b"content-length", str(len(body)).encode()))
    await send({"type": "http.response.start", "status": status, "headers": raw})
    await send({"type": "http.response.body", "body": body, "more_body": False})


def _without_real_cards(body: bytes) -> bytes:
    """Returns the body with every card number that may be real replaced by an invalid one."""
    if b"number" not in body:
        return body
    fields = parse_qsl(body.decode("latin-1"), keep_blank_values=True, encoding="latin-1")
    if not any(_may_be_real(name, value) for name, value in fields):
        return body
    kept = [(name, REFUSED_CARD if _may_be_real(name, value) else value) for name, value in fields]
    return urlencode(kept, encoding="latin-1").encode("latin-1")


def _may_be_real(name: str, value: str) -> bool:
    digits = re.sub(r"\D", "", value)
    return name.endswith("[number]") and len(digits) >= 12 and digits not in TEST_NUMBERS
