"""Reads headers from ASGI scopes and sends short answers, for middleware."""

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from entrypoints.http.edge.context import context_of
from entrypoints.http.edge.types import Message, Scope, Send
from entrypoints.http.problems.problem import MEDIA_TYPE, Problem


def header(scope: Scope, name: bytes) -> str | None:
    """Returns the first header with this lower-case name as text, or None."""
    headers: Iterable[tuple[bytes, bytes]] = scope["headers"]
    # A loop and no generator: several layers look up headers of each request.
    for key, value in headers:
        if key == name:
            return value.decode("latin-1")
    return None


def set_headers(start: Message, headers: Mapping[str, str]) -> None:
    """Adds headers to the start of an answer, except those it already has."""
    present = {name.lower() for name, _ in start["headers"]}
    added = [
        (name.encode(), value.encode("latin-1"))
        for name, value in headers.items()
        if name.lower().encode() not in present
    ]
    start["headers"] = [*start["headers"], *added]


def vary_by(start: Message, name: str) -> None:
    """Adds a request header to the answer's Vary header."""
    said = [value.decode("latin-1") for key, value in start["headers"] if key.lower() == b"vary"]
    others = [header for header in start["headers"] if header[0].lower() != b"vary"]
    start["headers"] = [*others, (b"vary", ", ".join([*said, name]).encode("latin-1"))]


async def send_answer(send: Send, status: int, body: bytes, headers: Sequence[tuple[str, str]]) -> None:
    """Sends a complete answer."""
    encoded = [(name.lower().encode(), value.encode("latin-1")) for name, value in headers]
    length = (b"content-length", str(len(body)).encode())
    await send({"type": "http.response.start", "status": status, "headers": [length, *encoded]})
    await send({"type": "http.response.body", "body": body, "more_body": False})


async def send_problem(problem: Problem, scope: Scope, send: Send) -> None:
    """Sends a problem document."""
    body = msgspec.json.encode(problem.document(context_of(scope).request_id))
    headers = [("content-type", MEDIA_TYPE), *problem.headers.items()]
    await send_answer(send, problem.kind.status, body, headers)
