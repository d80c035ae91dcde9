"""HEAD for every GET (RFC 9110 §9.3.2), since the framework answers it for none."""

from entrypoints.http.edge.types import Application, Message, Receive, Scope, Send


class HeadRequests:
    """Runs HEAD as GET and leaves the content out.

    The server's own scope is changed, since a copy would hide from `Record` what the router finds; but it says HEAD
    again before any message is sent, for by it the server knows that no content follows the length.
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
