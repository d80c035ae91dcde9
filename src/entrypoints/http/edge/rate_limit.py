"""Holds each caller to the rate limit, before the request costs anything."""

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


class Throttle:
    """Counts every request by subject, else by client address: all but Stripe's webhooks and the health checks.

    When the count can't be had the request is let through and a metric tells it: the limit guards against excess, not
    against entry, and a shop that sells nothing while its limiter is down would be the greater harm. What must hold
    even then, the limit on declined cards, is counted elsewhere.
    """

    def __init__(self, app: Application, limiter: RateLimiter) -> None:
        self._app = app
        self._limiter = limiter

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["path"].rstrip("/") not in _EXEMPT:
            verdict = await self._verdict(scope)
            if not verdict.allowed:
                metrics.RATE_LIMITED.inc()
                wait = {"Retry-After": str(max(1, verdict.retry_after))}
                await send_problem(Problem(kinds.RATE_LIMITED, headers=wait), scope, send)
                return
        await self._app(scope, receive, send)

    async def _verdict(self, scope: Scope) -> RateLimitDecision:
        context = context_of(scope)
        principal = context.principal
        caller = f"subject:{principal.subject}" if principal else f"address:{caller_of(context.client)}"
        try:
            async with asyncio.timeout(_TIMEOUT_SECONDS):
                return await self._limiter.hit(caller)
        except (LimiterUnreachable, TimeoutError):
            metrics.RATE_LIMITER_FAILURES.inc()
            return RateLimitDecision(allowed=True)
