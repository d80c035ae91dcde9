"""Sharing the orders in memory that need the worker."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from adapters.in_memory.stores.stored_order import OrderShelf
from domain.identifiers.types import OrderId

_LONGEST = timedelta(hours=1)


class InMemoryAttention:
    """Keeps the port `Attention`."""

    def __init__(self, shelf: OrderShelf) -> None:
        self._shelf = shelf

    async def claim(self, now: datetime, lease: timedelta, limit: int) -> Sequence[OrderId]:
        async with self._shelf.faults.call():
            due = sorted(
                (stored.attention_at, stored.order.id)
                for stored in self._shelf.lying.values()
                if stored.attention_at is not None and stored.attention_at <= now
            )
            claimed = [order_id for _, order_id in due[:limit]]
            for order_id in claimed:
                stored = self._shelf.lying[order_id]
                put_off = min(lease * 2 ** min(stored.tries, 20), _LONGEST)
                self._shelf.lying[order_id] = replace(stored, attention_at=now + put_off, tries=stored.tries + 1)
        return claimed
