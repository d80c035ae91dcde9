"""Which orders need the worker."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Protocol

from domain.identifiers.types import OrderId


class DueOrders(Protocol):
    """The orders whose `domain.orders.due.due_at` has come. Every method raises `StoreUnavailable`."""

    async def claim(self, now: datetime, lease: timedelta, limit: int) -> Sequence[OrderId]:
        """Up to `limit` orders that are due, each put off so that no other worker takes it meanwhile.

        Put off by `lease`, doubling with each claim in a row up to an hour; a save that changes the order starts over.
        """
