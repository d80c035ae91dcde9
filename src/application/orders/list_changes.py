"""List the orders that changed since a cursor, for systems that pull."""

from dataclasses import dataclass

from application.ports.storage.order_changes import ChangedOrders, OrderChanges
from application.ports.system.clock import Clock


@dataclass(frozen=True, slots=True, kw_only=True)
class ListChanges:
    """The same truth as the events, at the reader's own pace."""

    changes: OrderChanges
    clock: Clock

    async def __call__(self, cursor: str | None, limit: int) -> ChangedOrders:
        """Raises `ValueError` for a malformed cursor, and `StoreUnavailable`."""
        return await self.changes.after(cursor, limit=limit, now=self.clock.now())
