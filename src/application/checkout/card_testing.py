"""Stop callers who try stolen cards."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta

from application.checkout.errors import CardDeclined, TooManyDeclines
from application.ports.storage.declines import Declines
from application.ports.stripe.failures import OutcomeUnknown
from application.ports.system.clock import Clock
from domain.customers.user import User
from domain.identifiers.types import UserId

MAX_DECLINES = 10
WITHIN = timedelta(hours=1)
"""Ten declines an hour are more than an unlucky shopper has and far fewer than card testing needs."""

RETRY_AFTER = 900
"""Seconds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CardTestingLimit:
    """Allows a user ten declines an hour, whichever of browser, server and webhook reports them."""

    declines: Declines
    clock: Clock

    def check(self, user: User | None) -> None:
        """Raises `TooManyDeclines` where the user, as just read, has reached the limit."""
        if self.is_reached(user):
            raise TooManyDeclines(RETRY_AFTER)

    def is_reached(self, user: User | None) -> bool:
        """Returns whether the user has as many declines as are allowed."""
        return user is not None and user.declines_since(self.clock.now() - WITHIN) >= MAX_DECLINES

    @asynccontextmanager
    async def attempt(self, user_id: UserId, attempt_id: str, *, recorded_by_order: bool) -> AsyncIterator[None]:
        """Counts an attempt before Stripe is asked, so that parallel ones can't pass the limit together.

        It counts as a decline for an hour unless it ends otherwise: where its outcome is unknown or the process dies,
        and where it was declined and no order has recorded that. Raises `TooManyDeclines`.
        """
        now = self.clock.now()
        if not await self.declines.begin(user_id, attempt_id, now, since=now - WITHIN, limit=MAX_DECLINES):
            raise TooManyDeclines(RETRY_AFTER)
        try:
            yield
        except OutcomeUnknown:
            raise
        except CardDeclined:
            if recorded_by_order:
                await self.declines.end(user_id, attempt_id)
            raise
        except Exception:
            await self.declines.end(user_id, attempt_id)
            raise
        await self.declines.end(user_id, attempt_id)
