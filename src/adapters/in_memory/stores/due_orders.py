"""Sharing the orders in memory that need the worker."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from adapters.in_memory.stores.stored_order import OrderTable
from domain.identifiers.types import OrderId

_LONGEST = timedelta(hours=1)


class InMemoryDueOrders:
    """Keeps the port `DueOrders`."""

    def __init__(self, table: OrderTable) -> None:
        self._table = table

    async def claim(self, now: datetime, lease: timedelta, limit: int) -> Sequence[OrderId]:
        async with self._table.faults.call():
            due = sorted(
                (stored.due_at, stored.order.id)
                for stored in self._table.stored.values()
                if stored.due_at is not None and stored.due_at <= now
            )
            claimed = [order_id for _, order_id in due[:limit]]
            for order_id in claimed:
                stored = self._table.stored[order_id]
                put_off = min(lease * 2 ** min(stored.tries, 20), _LONGEST)
                self._table.stored[order_id] = replace(stored, due_at=now + put_off, tries=stored.tries + 1)
        return claimed
