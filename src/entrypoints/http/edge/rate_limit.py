"""Applies RATE_LIMIT to each caller before the request is routed."""

import asyncio
from typing import Final

from application.ports.edge.rate_limiter import LimiterUnreachable
from entrypoints.http.edge.context import context_of
from entrypoints.http.edge.messages import send_problem
from entrypoints.http.edge.peers import caller_of
from entrypoints.http.edge.permits import LeasedPermits
from entrypoints.http.edge.types import Application, Receive, Scope, Send
from entrypoints.http.problems import Problem, kinds
from entrypoints.telemetry.metrics import counters as metrics

_EXEMPT: Final = (
    *("/api/payments/webhook", "/health/live", "/health/ready"),
    # A page that a limit left without one of its files would be blank.
    *("/", "/admin", "/docs", "/problems", "/favicon.ico"),
)
_EXEMPT_FOLDERS: Final = ("/static/", "/problems/")
_TIMEOUT_SECONDS: Final = 1.0


class RateLimit:
    """Counts every request by subject, else by client address, except webhooks, health checks, pages and their files.

    If the count is unavailable the request is allowed and a metric is incremented: a shop that sells nothing while its
    rate limiter is down would be the greater harm. The limit on declined cards does not depend on this one.
    """

    def __init__(self, app: Application, permits: LeasedPermits) -> None:
        self._app = app
        self._permits = permits

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if not _is_exempt(scope["path"]) and (wait := await self._wait(scope)):
            metrics.RATE_LIMITED.inc()
            await send_problem(Problem(kinds.RATE_LIMITED, headers={"Retry-After": str(wait)}), scope, send)
            return
        await self._app(scope, receive, send)

    async def _wait(self, scope: Scope) -> int:
        """Returns 0 for a request within the limit, else the seconds to wait."""
        context = context_of(scope)
        principal = context.principal
        caller = f"subject:{principal.subject}" if principal else f"address:{caller_of(context.client)}"
        try:
            async with asyncio.timeout(_TIMEOUT_SECONDS):
                return await self._permits.take(caller)
        except (LimiterUnreachable, TimeoutError):
            metrics.RATE_LIMITER_FAILURES.inc()
            return 0


def _is_exempt(path: str) -> bool:
    return (path.rstrip("/") or path) in _EXEMPT or path.startswith(_EXEMPT_FOLDERS)
