"""Answers requests that the server refused before it had read them, and connections that it can't serve."""

from typing import Final

import msgspec

from entrypoints.http.edge.messages import send_problem
from entrypoints.http.edge.types import Application, Receive, Scope, Send
from entrypoints.http.problems import Problem, kinds
from entrypoints.http.problems.problem import MEDIA_TYPE

REFUSAL: Final = "till.refusal"
"""The scope's key for the kind of problem that the server refused the request with."""

_RETRY_SECONDS: Final = 5


class Refusals:
    """Passes refused requests to `refused` and all others to the application."""

    def __init__(self, app: Application, refused: Application) -> None:
        self._app = app
        self._refused = refused

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await (self._refused if REFUSAL in scope else self._app)(scope, receive, send)


async def answer_refusal(scope: Scope, _: Receive, send: Send) -> None:
    """Answers a refused request with its problem and closes the connection."""
    await send_problem(Problem(scope[REFUSAL], headers={"Connection": "close"}), scope, send)


def _server_busy_answer() -> bytes:
    body = msgspec.json.encode(Problem(kinds.SERVER_BUSY).document("none"))
    head = (
        f"HTTP/1.1 503 Service Unavailable\r\ncontent-type: {MEDIA_TYPE}\r\ncontent-length: {len(body)}\r\n"
        f"retry-after: {_RETRY_SECONDS}\r\ncache-control: no-store\r\nconnection: close\r\n\r\n"
    )
    return head.encode() + body


SERVER_BUSY_ANSWER: Final = _server_busy_answer()
"""The whole answer to a connection above the limit: it is sent before a request is read."""
