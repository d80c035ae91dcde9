"""Allows pages of the configured origins to call the API (Fetch standard, CORS protocol)."""

from collections.abc import Sequence
from http import HTTPMethod
from typing import Final

from entrypoints.http.edge.messages import header, send_answer, send_problem, set_headers, vary_by
from entrypoints.http.edge.types import Application, Message, Receive, Scope, Send
from entrypoints.http.problems import Problem, kinds

_METHODS: Final = ", ".join(
    method for method in HTTPMethod if method not in ("CONNECT", "TRACE")
)  # Fetch forbids these
_REQUEST_HEADERS: Final = "Authorization, Content-Type, Idempotency-Key, X-Request-Id"
_EXPOSED: Final = "Idempotency-Replayed, Location, Retry-After, X-Request-Id"
_PREFLIGHT_SECONDS: Final = "600"


class Cors:
    """Answers preflight requests and adds CORS headers for the allowed origins; cookies are never used."""

    def __init__(self, app: Application, allowed_origins: Sequence[str]) -> None:
        self._app = app
        self._allowed = frozenset(allowed_origins)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        origin = header(scope, b"origin")
        if not self._allowed:
            await self._app(scope, receive, send)
            return

        async def send_marked(message: Message) -> None:
            if message["type"] == "http.response.start":
                vary_by(message, "Origin")
                if origin in self._allowed:
                    set_headers(
                        message,
                        {"access-control-allow-origin": origin, "access-control-expose-headers": _EXPOSED},
                    )
            await send(message)

        if scope["method"] == "OPTIONS" and origin is not None and header(scope, b"access-control-request-method"):
            await self._preflight(origin, scope, send_marked)
        else:
            await self._app(scope, receive, send_marked)

    async def _preflight(self, origin: str, scope: Scope, send: Send) -> None:
        if origin not in self._allowed:
            await send_problem(Problem(kinds.ORIGIN_NOT_ALLOWED), scope, send)
            return
        permission = [
            ("access-control-allow-methods", _METHODS),
            ("access-control-allow-headers", _REQUEST_HEADERS),
            ("access-control-max-age", _PREFLIGHT_SECONDS),
        ]
        await send_answer(send, 204, b"", permission)
