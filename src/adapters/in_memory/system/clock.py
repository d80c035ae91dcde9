"""A clock that stands still until it is set."""

import asyncio
from datetime import UTC, datetime, timedelta

START = datetime(2026, 3, 14, 9, 26, 53, 589000, tzinfo=UTC)


class VirtualClock:
    """Keeps the port `Clock`. Sleeping needs no real time: the clock advances and other tasks run."""

    def __init__(self, now: datetime = START) -> None:
        self._now = now

    def now(self) -> datetime:
        return self._now

    async def sleep(self, seconds: float) -> None:
        until = self._now + timedelta(milliseconds=round(seconds * 1000))
        await asyncio.sleep(0)
        self._now = max(self._now, until)

    def advance(self, seconds: float = 0, **more: float) -> datetime:
        """Let so much time pass; answers the time it then is."""
        passed = timedelta(seconds=seconds, **more)
        self._now += timedelta(milliseconds=passed // timedelta(milliseconds=1))
        return self._now
