"""The machine's own clock and chance: the only place where either is read."""

import asyncio
import secrets
from datetime import UTC, datetime
from random import SystemRandom
from typing import Any

from domain.identifiers import Origin

_CHANCE = SystemRandom()


class SystemClock:
    """Keeps the port `Clock`."""

    def now(self) -> datetime:
        now = datetime.now(UTC)
        return now.replace(microsecond=now.microsecond // 1000 * 1000)

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)


class RandomOrigins:
    """Keeps the port `Origins` with 256 random bits."""

    def fresh(self) -> Origin:
        return Origin(secrets.token_hex(32))


def shuffle(items: list[Any]) -> None:
    """Put a list into a random order, in place."""
    _CHANCE.shuffle(items)
