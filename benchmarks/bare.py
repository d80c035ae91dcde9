"""What the server and the framework cost by themselves: the same answer from bare ASGI and from a bare handler."""

from collections.abc import Awaitable, Callable
from typing import Any

import msgspec
from litestar import Litestar, get


class Line(msgspec.Struct):
    """A line of an order."""

    sku: str
    name: str
    unit_price: int
    quantity: int


class SmallOrder(msgspec.Struct):
    """About as much as an order."""

    id: str
    currency: str
    total: int
    items: list[Line]


ORDER = SmallOrder(
    "ord_0001", "usd", 9646, [Line(f"CUP-{n}", "Espresso cup, oat white", 1299 + n, n) for n in (1, 2, 4)]
)
_BODY = msgspec.json.encode(ORDER)
_HEADERS = [(b"content-type", b"application/json"), (b"content-length", str(len(_BODY)).encode())]


async def asgi(scope: dict[str, Any], _: object, send: Callable[[dict[str, Any]], Awaitable[None]]) -> None:
    """Answers the same bytes to everything."""
    if scope["type"] == "http":
        await send({"type": "http.response.start", "status": 200, "headers": _HEADERS})
        await send({"type": "http.response.body", "body": _BODY})


@get("/")
async def order() -> SmallOrder:
    """One handler and nothing else."""
    return ORDER


litestar = Litestar([order], openapi_config=None, logging_config=None)
