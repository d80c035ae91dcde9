"""Bounds how long a body may take, refuses one that breaks off, and closes connections whose body was not read."""

import asyncio
from typing import Final

from entrypoints.http.edge.messages import header, set_headers
from entrypoints.http.edge.refusals import REFUSAL
from entrypoints.http.edge.types import Application, Message, Receive, Scope, Send
from entrypoints.http.problems import Problem, kinds

BODY_SECONDS: Final = 30.0


class BodyLimits:
    """Raises the 408 problem where a body is not complete 30 seconds after its head.

    A body that the server could not read raises the problem that the server marked the request with.
    """

    def __init__(self, app: Application, seconds: float = BODY_SECONDS) -> None:
        self._app = app
        self._seconds = seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if not _announces_body(scope):
            await self._app(scope, receive, send)
            return
        deadline = asyncio.get_running_loop().time() + self._seconds
        complete = False

        async def receive_in_time() -> Message:
            nonlocal complete
            if complete:
                return await receive()
            try:
                async with asyncio.timeout_at(deadline):
                    message = await receive()
            except TimeoutError:
                raise Problem(kinds.REQUEST_TIMEOUT) from None
            if REFUSAL in scope:
                raise Problem(scope[REFUSAL])
            complete = not message.get("more_body", False)
            return message

        async def send_closing(message: Message) -> None:
            # What is left of the body would otherwise keep the connection open for as long as the client likes.
            if message["type"] == "http.response.start" and not complete:
                set_headers(message, {"connection": "close"})
            await send(message)

        await self._app(scope, receive_in_time, send_closing)


def _announces_body(scope: Scope) -> bool:
    length = header(scope, b"content-length")
    return length not in (None, "0") or header(scope, b"transfer-encoding") is not None
