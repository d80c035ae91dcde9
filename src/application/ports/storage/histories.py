"""The orders' histories, which are their audit trail."""

from collections.abc import AsyncIterator
from typing import Protocol

from domain.identifiers.types import OrderId
from domain.orders.history import ChainHead, Entry


class Histories(Protocol):
    """The histories of orders, which are their audit trail. Every method raises `StoreUnavailable`."""

    async def entries(self, order_id: OrderId) -> tuple[Entry, ...] | None:
        """All entries of an order by seq, or None where there is no such order. Raises `UnreadableHistory`."""

    def all(self) -> AsyncIterator[tuple[OrderId, ChainHead | None, tuple[Entry | None, ...]]]:
        """Every order's chain, with the head its document claims; None stands for what nobody wrote like this."""
