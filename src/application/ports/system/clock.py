"""Time and chance, handed in so that a run can be repeated."""

from datetime import datetime
from typing import Protocol

from domain.identifiers.types import RequestScope


class Clock(Protocol):
    """The time."""

    def now(self) -> datetime:
        """Now in UTC, in whole milliseconds."""

    async def sleep(self, seconds: float) -> None:
        """Let others run for so long."""


class RequestScopes(Protocol):
    """Chance."""

    def fresh(self) -> RequestScope:
        """An origin that nobody had before: at least 128 random bits."""
