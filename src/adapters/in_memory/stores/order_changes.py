"""Reading the orders in the order in which they last changed, in memory, where no write is ever under way."""

from datetime import datetime

from adapters.in_memory.stores.paging import after_change, change_place
from adapters.in_memory.stores.stored_order import OrderTable
from application.ports.storage.order_changes import ChangedOrders


class InMemoryOrderChanges:
    """Keeps the port `OrderChanges`."""

    def __init__(self, table: OrderTable) -> None:
        self._table = table

    async def after(self, cursor: str | None, *, limit: int, now: datetime) -> ChangedOrders:
        del now
        async with self._table.faults.call():
            place = change_place(cursor) if cursor is not None else 0
            changed = sorted(
                (stored for stored in self._table.stored.values() if stored.changed > place),
                key=lambda stored: stored.changed,
            )[:limit]
            behind = changed[-1].changed if changed else place
            return ChangedOrders(orders=tuple(stored.order for stored in changed), cursor=after_change(behind))
