"""The orders' histories, which are their audit trail."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Protocol

from domain.identifiers.types import OrderId
from domain.orders.history import ChainHead, Entry


@dataclass(frozen=True, slots=True, kw_only=True)
class Chain:
    """An order's history with what it must agree with.

    `head` is the end that the order's document claims, `state` the digest of the state that is stored, None where the
    store keeps none. None among the entries, or for the head, stands for what Till did not write.
    """

    order_id: OrderId
    head: ChainHead | None
    entries: tuple[Entry | None, ...]
    state: str | None


class Histories(Protocol):
    """The histories of orders, which are their audit trail. Every method raises `StoreUnavailable`."""

    async def entries(self, order_id: OrderId) -> tuple[Entry, ...] | None:
        """All entries of an order by seq, or None where there is no such order. Raises `UnreadableHistory`."""

    def all(self) -> AsyncIterator[Chain]:
        """Yields the chain of every order."""
