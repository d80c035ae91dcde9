"""Answers HEAD for every GET route (RFC 9110 §9.3.2), which the framework does not."""

from entrypoints.http.edge.types import Application, Message, Receive, Scope, Send


class HeadRequests:
    """Runs HEAD as GET and sends no content.

    It changes the server's own scope, because a copy would hide the matched route from `Observation`. It restores HEAD
    before it sends a message, because the server sends no content only if the scope's method is HEAD.
    """

    def __init__(self, app: Application) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["method"] != "HEAD":
            await self._app(scope, receive, send)
            return

        async def send_headers_alone(message: Message) -> None:
            scope["method"] = "HEAD"
            if message["type"] == "http.response.body":
                message["body"] = b""
            await send(message)

        scope["method"] = "GET"
        try:
            await self._app(scope, receive, send_headers_alone)
        finally:
            scope["method"] = "HEAD"
