"""Stop those who try stolen cards on us."""

from dataclasses import dataclass
from datetime import timedelta

from application.checkout.errors import TooManyDeclines
from application.ports.storage.declines import Declines
from application.ports.system.clock import Clock
from domain.identifiers.types import UserId

MAX_DECLINES = 10
WITHIN = timedelta(hours=1)
"""Ten declines an hour are more than an unlucky shopper has and far fewer than card testing needs."""

RETRY_AFTER = 900
"""Seconds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CardTestingLimit:
    """Counts every decline of a subject once, whoever told of it."""

    declines: Declines
    clock: Clock

    async def __call__(self, user_id: UserId) -> None:
        """Raises `TooManyDeclines`."""
        if await self.declines.since(user_id, self.clock.now() - WITHIN) >= MAX_DECLINES:
            raise TooManyDeclines(RETRY_AFTER)
