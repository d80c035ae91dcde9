"""Applies RATE_LIMIT to each caller before the request is routed."""

import asyncio
from typing import Final

from application.ports.edge.rate_limiter import LimiterUnreachable, RateLimitDecision, RateLimiter
from entrypoints.http.edge.context import context_of
from entrypoints.http.edge.messages import send_problem
from entrypoints.http.edge.peers import caller_of
from entrypoints.http.edge.types import Application, Receive, Scope, Send
from entrypoints.http.problems import Problem, kinds
from entrypoints.telemetry.metrics import counters as metrics

_EXEMPT: Final = ("/api/payments/webhook", "/health/live", "/health/ready")
_TIMEOUT_SECONDS: Final = 1.0


class RateLimit:
    """Counts every request by subject, else by client address, except webhooks and health checks.

    If the count is unavailable the request is allowed and a metric is incremented: a shop that sells nothing while its
    rate limiter is down would be the greater harm. The limit on declined cards does not depend on this one.
    """

    def __init__(self, app: Application, limiter: RateLimiter) -> None:
        self._app = app
        self._limiter = limiter

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["path"].rstrip("/") not in _EXEMPT:
            decision = await self._decision(scope)
            if not decision.allowed:
                metrics.RATE_LIMITED.inc()
                wait = {"Retry-After": str(max(1, decision.retry_after))}
                await send_problem(Problem(kinds.RATE_LIMITED, headers=wait), scope, send)
                return
        await self._app(scope, receive, send)

    async def _decision(self, scope: Scope) -> RateLimitDecision:
        context = context_of(scope)
        principal = context.principal
        caller = f"subject:{principal.subject}" if principal else f"address:{caller_of(context.client)}"
        try:
            async with asyncio.timeout(_TIMEOUT_SECONDS):
                return await self._limiter.hit(caller)
        except (LimiterUnreachable, TimeoutError):
            metrics.RATE_LIMITER_FAILURES.inc()
            return RateLimitDecision(allowed=True)
