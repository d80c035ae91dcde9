"""HEAD for every GET (RFC 9110 §9.3.2), since the framework answers it for none."""

from entrypoints.http.asgi.types import Application, Message, Receive, Scope, Send


class Head:
    """Runs HEAD as GET and leaves the content out."""

    def __init__(self, app: Application) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["method"] != "HEAD":
            await self._app(scope, receive, send)
            return

        async def send_headers_alone(message: Message) -> None:
            if message["type"] == "http.response.body":
                message["body"] = b""
            await send(message)

        scope["method"] = "GET"
        await self._app(scope, receive, send_headers_alone)
