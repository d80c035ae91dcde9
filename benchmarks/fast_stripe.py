"""A stub of Stripe that costs next to nothing, in a process of its own: `python -m benchmarks.fast_stripe PORT`.

It keeps what it was asked for, says that every payment succeeded (or is authorized, where it is captured by hand), and
counts its calls.
"""

import asyncio
import itertools
import sys
from http import HTTPStatus
from typing import Any, cast
from urllib.parse import parse_qsl

import httptools
import msgspec
import uvloop

from benchmarks import stripe_objects

UNPAID = "/unpaid/"
"""An intent as it was created, for the benchmark to make events of; not counted."""
COUNTED = "/counted"
RECEIVED = "/received"
"""How many events the shop's own endpoint was sent, which this process plays too; not counted as calls."""
_HOOK = "/hook"
_INTENTS = "/v1/payment_intents"
_CAPTURE = "/capture"


def hook_url(port: int) -> str:
    """Where the shop's own endpoint is."""
    return f"http://127.0.0.1:{port}{_HOOK}"


class Books:
    """What was created, and how many calls that took."""

    def __init__(self) -> None:
        self.calls = 0
        self.events = 0
        self._customers = itertools.count(1)
        self._refunds = itertools.count(1)
        self._intents: dict[str, stripe_objects.Values] = {}
        self._captured: set[str] = set()

    def answer(self, method: bytes, path: str, body: bytes) -> stripe_objects.Values | None:
        """What Stripe would say; None for what is not there."""
        if path == _HOOK:
            self.events += 1
        if path in (COUNTED, RECEIVED, _HOOK):
            return {"calls": self.calls, "events": self.events}
        if path.startswith(UNPAID):
            return self._intents.get(path.removeprefix(UNPAID))
        self.calls += 1
        return self._answer_of_stripe(method, path, body)

    def _answer_of_stripe(self, method: bytes, path: str, body: bytes) -> stripe_objects.Values | None:
        if method == b"POST" and path == "/v1/customers":
            return stripe_objects.customer(next(self._customers))
        if method == b"POST" and path == _INTENTS:
            made = stripe_objects.intent(len(self._intents) + 1, dict(parse_qsl(body.decode())))
            self._intents[made["id"]] = made
            return made
        if method == b"POST" and path == "/v1/refunds":
            return stripe_objects.refund(next(self._refunds), dict(parse_qsl(body.decode())))
        if path.startswith(f"{_INTENTS}?"):
            return {"object": "list", "data": [], "has_more": False}
        return self._answer_about_intent(method, path, body)

    def _answer_about_intent(self, method: bytes, path: str, body: bytes) -> stripe_objects.Values | None:
        known = self._intents.get(path.partition("?")[0].removeprefix(f"{_INTENTS}/").removesuffix(_CAPTURE))
        if known is None:
            return None
        if method == b"POST" and path.endswith(_CAPTURE):
            self._captured.add(known["id"])
            return stripe_objects.paid(known, expanded=b"expand" in body)
        return self._seen(known, expanded="expand" in path) if method == b"GET" else None

    def _seen(self, intent: stripe_objects.Values, *, expanded: bool) -> stripe_objects.Values:
        is_held = intent["capture_method"] == "manual" and intent["id"] not in self._captured
        return (stripe_objects.authorized if is_held else stripe_objects.paid)(intent, expanded=expanded)


class Conversation(asyncio.Protocol):
    """One connection."""

    def __init__(self, books: Books) -> None:
        self._books = books
        self._parser: Any = httptools.HttpRequestParser(self)
        self._transport: asyncio.WriteTransport | None = None
        self._url, self._body = b"", b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """The way back."""
        # uvloop's transports do not say what they are.
        self._transport = cast(asyncio.WriteTransport, transport)

    def data_received(self, data: bytes) -> None:
        """Bytes of a request."""
        self._parser.feed_data(data)

    def on_message_begin(self) -> None:
        """A new request."""
        self._url, self._body = b"", b""

    def on_url(self, url: bytes) -> None:
        """Its path, in one or several parts."""
        self._url += url

    def on_body(self, body: bytes) -> None:
        """Its body, in one or several parts."""
        self._body += body

    def on_message_complete(self) -> None:
        """Answers it."""
        found = self._books.answer(self._parser.get_method(), self._url.decode(), self._body)
        status = HTTPStatus.NOT_FOUND if found is None else HTTPStatus.OK
        unknown = {"error": {"type": "invalid_request_error", "code": "resource_missing"}}
        body = msgspec.json.encode(found if found is not None else unknown)
        head = (
            f"HTTP/1.1 {status.value} {status.phrase}\r\nContent-Type: application/json\r\n"
            f"Request-Id: req_bench\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        if self._transport is not None:
            self._transport.write(head.encode() + body)


async def serve(port: int) -> None:
    """Serves until the process is ended."""
    books = Books()
    server = await asyncio.get_running_loop().create_server(lambda: Conversation(books), "127.0.0.1", port)
    await server.serve_forever()


if __name__ == "__main__":
    uvloop.run(serve(int(sys.argv[1])))
