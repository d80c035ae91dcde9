"""Counts requests in memory: for one process alone."""

from collections.abc import Callable

from application.ports.edge.rate_limiter import Lease, LimiterUnreachable, lease_size


class InMemoryRateLimiter:
    """Keeps the port `RateLimiter`, reading seconds from `monotonic`; while `down` it can't be reached."""

    def __init__(self, monotonic: Callable[[], float], *, count: int, seconds: int) -> None:
        self._monotonic = monotonic
        self._count = count
        self._seconds = seconds
        self._windows: dict[str, tuple[float, int]] = {}
        self.down = False

    async def lease(self, caller: str) -> Lease:
        if self.down:
            raise LimiterUnreachable
        now = self._monotonic()
        ends, counted = self._windows.get(caller, (0.0, 0))
        if now >= ends:
            ends, counted = now + self._seconds, 0
        permits = min(lease_size(self._count), self._count - counted)
        self._windows[caller] = (ends, counted + permits)
        return Lease(permits=permits, seconds=ends - now)
