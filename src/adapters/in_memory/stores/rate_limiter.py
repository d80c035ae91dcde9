"""Counts requests in memory: for one process alone."""

from collections.abc import Callable
from math import ceil

from application.ports.edge.rate_limiter import LimiterUnreachable, RateLimitDecision


class InMemoryRateLimiter:
    """Keeps the port `RateLimiter`, reading seconds from `monotonic`; while `down` it can't be reached."""

    def __init__(self, monotonic: Callable[[], float], *, count: int, seconds: int) -> None:
        self._monotonic = monotonic
        self._count = count
        self._seconds = seconds
        self._windows: dict[str, tuple[float, int]] = {}
        self.down = False

    async def hit(self, caller: str) -> RateLimitDecision:
        if self.down:
            raise LimiterUnreachable
        now = self._monotonic()
        ends, counted = self._windows.get(caller, (0.0, 0))
        if now >= ends:
            ends, counted = now + self._seconds, 0
        self._windows[caller] = (ends, counted + 1)
        if counted < self._count:
            return RateLimitDecision(allowed=True)
        return RateLimitDecision(allowed=False, retry_after=max(1, ceil(ends - now)))
