"""The orders in the order in which they last changed, for those who pull."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from domain.orders.order import Order


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedOrders:
    """Orders as they are now, the longest unchanged first; `cursor` stands behind all that was returned so far."""

    orders: tuple[Order, ...]
    cursor: str


class OrderChanges(Protocol):
    """Reading what changed. Every method raises `StoreUnavailable`."""

    async def after(self, cursor: str | None, *, limit: int, now: datetime) -> ChangedOrders:
        """The orders that changed since the cursor (opaque; a malformed one is `ValueError`); None is from the first.

        An order may come again, and none is left out, however long its writer stalled. Where nothing changed since, the
        cursor is the same.
        """
