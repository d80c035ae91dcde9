"""Watches the calls to Stripe: how long they take, how they fail, and whether our key is refused."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final

import structlog
from prometheus_client import Counter, Histogram

from application.ports.unavailable import Unavailable
from entrypoints.telemetry.traces.spans import record_call

STRIPE_CALLS: Final = Counter("till_stripe_calls", "Calls to Stripe by outcome.", ["method", "route", "status"])
STRIPE_SECONDS: Final = Histogram(
    "till_stripe_seconds",
    "How long Stripe took to answer.",
    ["method", "route"],
    buckets=(0.05, 0.1, 0.2, 0.4, 0.8, 1.5, 3, 5, 8),
)
_REFUSED: Final = (401, 403)


class StripeWatch:
    """Counts each call; a refused key is reported in the background, since the caller has an answer to give."""

    def __init__(self, report_refused_key: Callable[[], Awaitable[None]]) -> None:
        self._report_refused_key = report_refused_key
        self._reports: set[asyncio.Task[None]] = set()

    def __call__(self, method: str, route: str, status: int | None, seconds: float) -> None:
        """One call that ended; `status` None where no answer came."""
        STRIPE_CALLS.labels(method, route, str(status or "none")).inc()
        STRIPE_SECONDS.labels(method, route).observe(seconds)
        attributes: dict[str, str | int] = {
            "http.request.method": method,
            "http.route": route,
            "http.response.status_code": status or 0,
        }
        record_call(f"Stripe {method} {route}", seconds, attributes, failed=status is None or status >= 500)
        if status in _REFUSED:
            report = asyncio.get_running_loop().create_task(self._report())
            self._reports.add(report)
            report.add_done_callback(self._reports.discard)

    async def _report(self) -> None:
        try:
            await self._report_refused_key()
        except Unavailable as down:
            structlog.get_logger("till.stripe").error("refused_key_not_reported", error=str(down))
