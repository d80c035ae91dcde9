"""Reading the orders' histories in memory."""

from collections.abc import AsyncIterator

from adapters.in_memory.stores.stored_order import OrderTable
from application.ports.storage.histories import Chain
from domain.identifiers.types import OrderId
from domain.orders.history import Entry


class InMemoryHistories:
    """Keeps the port `Histories`."""

    def __init__(self, table: OrderTable) -> None:
        self._table = table

    async def entries(self, order_id: OrderId) -> tuple[Entry, ...] | None:
        async with self._table.faults.call():
            stored = self._table.stored.get(order_id)
        return stored.entries if stored else None

    async def all(self) -> AsyncIterator[Chain]:
        async with self._table.faults.call():
            everything = list(self._table.stored.values())
        for stored in everything:
            yield Chain(order_id=stored.order.id, head=stored.order.head, entries=stored.entries, state=None)
