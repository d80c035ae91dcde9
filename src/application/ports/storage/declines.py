"""How many attempts to use a card a user may make."""

from datetime import datetime
from typing import Protocol

from domain.identifiers.types import UserId


class Declines(Protocol):
    """A user's attempts to use a card, which count as declines until they end (`User.declines`).

    Declines of payments are counted by `Orders`, as they are recorded. Every method raises `StoreUnavailable`.
    """

    async def begin(self, user_id: UserId, attempt_id: str, at: datetime, *, since: datetime, limit: int) -> bool:
        """Records an attempt of a stored user, in one conditional write, if the user has fewer than `limit` declines
        and attempts since then.

        Returns False, with nothing recorded, where there are as many. An attempt that is recorded already is True.
        """

    async def end(self, user_id: UserId, attempt_id: str) -> None:
        """Forgets an attempt that was not declined, or whose decline an order has recorded."""
