"""Reading the orders' histories in memory."""

from collections.abc import AsyncIterator

from adapters.in_memory.stores.stored_order import OrderShelf
from domain.identifiers.types import OrderId
from domain.orders.history import Entry, Head


class InMemoryHistories:
    """Keeps the port `Histories`."""

    def __init__(self, shelf: OrderShelf) -> None:
        self._shelf = shelf

    async def entries(self, order_id: OrderId) -> tuple[Entry, ...] | None:
        async with self._shelf.faults.call():
            stored = self._shelf.lying.get(order_id)
        return stored.entries if stored else None

    async def all(self) -> AsyncIterator[tuple[OrderId, Head | None, tuple[Entry | None, ...]]]:
        async with self._shelf.faults.call():
            everything = list(self._shelf.lying.values())
        for stored in everything:
            yield stored.order.id, stored.order.head, stored.entries
