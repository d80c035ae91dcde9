"""The machine's own clock: the only place where the time is read."""

import asyncio
from datetime import UTC, datetime


class SystemClock:
    """Keeps the port `Clock`."""

    def now(self) -> datetime:
        now = datetime.now(UTC)
        return now.replace(microsecond=now.microsecond // 1000 * 1000)

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)
