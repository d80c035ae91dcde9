"""Measures the calls to Stripe, remembers whether Stripe answers, and reports refusals of our key."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Final

import structlog
from prometheus_client import Counter, Histogram

from application.ports.stripe.failures import KeyRefused
from application.ports.unavailable import Unavailable
from entrypoints.telemetry.traces.spans import record_call

STRIPE_CALLS: Final = Counter("till_stripe_calls", "Calls to Stripe by outcome.", ["method", "route", "status"])
STRIPE_SECONDS: Final = Histogram(
    "till_stripe_seconds",
    "How long Stripe took to answer.",
    ["method", "route"],
    buckets=(0.05, 0.1, 0.2, 0.4, 0.8, 1.5, 3, 5, 8),
)


class StripeWatch:
    """Counts each call, and reports a refused key in the background, so that the caller is not held up."""

    def __init__(
        self,
        report_refused_key: Callable[[KeyRefused], Awaitable[None]],
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._report_refused_key = report_refused_key
        self._monotonic = monotonic
        self._reports: set[asyncio.Task[None]] = set()
        self._last: tuple[float, bool] | None = None

    def answered_within(self, seconds: float) -> bool | None:
        """Returns whether the last call had an answer, or None where there was none in that time.

        An answer that refuses our key or is a fault of Stripe's counts as none.
        """
        if self._last is None or self._monotonic() - self._last[0] >= seconds:
            return None
        return self._last[1]

    def __call__(self, method: str, route: str, status: int | None, seconds: float) -> None:
        """Records a call that ended; `status` is None where no answer came."""
        self._last = (self._monotonic(), status is not None and status < 500 and status != 401)
        STRIPE_CALLS.labels(method, route, str(status or "none")).inc()
        STRIPE_SECONDS.labels(method, route).observe(seconds)
        attributes: dict[str, str | int] = {
            "http.request.method": method,
            "http.route": route,
            "http.response.status_code": status or 0,
        }
        record_call(f"Stripe {method} {route}", seconds, attributes, failed=status is None or status >= 500)

    def refused(self, refusal: KeyRefused) -> None:
        """Reports that our key, or one of its permissions, was refused."""
        report = asyncio.get_running_loop().create_task(self._report(refusal))
        self._reports.add(report)
        report.add_done_callback(self._reports.discard)

    async def _report(self, refusal: KeyRefused) -> None:
        try:
            await self._report_refused_key(refusal)
        except Unavailable as down:
            structlog.get_logger("till.stripe").error("refused_key_not_reported", error=str(down))
