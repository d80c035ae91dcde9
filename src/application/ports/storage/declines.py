"""How often a user's cards were declined."""

from datetime import datetime
from typing import Protocol

from domain.identifiers.types import UserId


class Declines(Protocol):
    """The declined and the running attempts of a user to use a card. Every method raises `StoreUnavailable`."""

    async def since(self, user_id: UserId, moment: datetime) -> int:
        """Returns the distinct declines of the user's payments and the user's attempts since then, in one round trip.

        Declines of payments are the orders' own record (`Intent.failures` with `declined`). The attempts are read
        before the orders, so that an attempt whose decline is recorded in an order before it is ended is never missed.
        """

    async def begin(self, user_id: UserId, attempt_id: str, at: datetime, *, since: datetime, limit: int) -> bool:
        """Records an attempt of a stored user, in one conditional write, if fewer than `limit` began since then.

        Returns False, with nothing recorded, where there are as many. An attempt that is recorded already is True.
        """

    async def end(self, user_id: UserId, attempt_id: str) -> None:
        """Forgets an attempt that was not declined, or whose decline an order has recorded."""
