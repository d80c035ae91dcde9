"""Where orders are kept."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from domain.facts import PaidWith
from domain.history import Entry, Head
from domain.identifiers import OrderId, PaymentIntentId, UserId
from domain.order import Order, OrderStatus


class Orders(Protocol):
    """The orders; each is one document and each write is one conditional write, majority and journaled.

    Every method raises `StoreUnavailable`; after it, a write may have been done.
    """

    async def add(self, order: Order) -> Order:
        """Store a new order with the changes it recorded; answers it as saved. Raises `DuplicateOrder`."""

    async def save(self, order: Order) -> Order:
        """Store the order's state and append its changes to the history in one write; answers it as saved.

        Raises `StaleOrder` where the stored version is not the order's. Makes the outbox due where a change notifies
        (`domain.notices.NOTIFYING`), and sets when the order next needs attention (`domain.attention`).
        """

    async def get(self, order_id: OrderId) -> Order | None:
        """The order of that id."""

    async def by_intent(self, payment_intent_id: PaymentIntentId) -> Order | None:
        """The order whose recorded intent this is; at most one is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderPage:
    """Some orders, newest first; `cursor` is None at the end."""

    orders: tuple[Order, ...]
    cursor: str | None


class OrderSearch(Protocol):
    """Reading many orders. Every method raises `StoreUnavailable`."""

    async def page(
        self, *, user_id: UserId | None, status: OrderStatus | None, limit: int, cursor: str | None
    ) -> OrderPage:
        """Orders newest first, after `cursor` (opaque; a malformed one is `ValueError`); None filters nothing."""

    def watched(self, now: datetime) -> AsyncIterator[Order]:
        """Every order that reconciliation re-reads (`domain.attention.watched_until`)."""

    async def last_paid_with(self, user_id: UserId) -> PaidWith | None:
        """What the user last paid with, by Till's own record."""

    async def daily(self, since: datetime) -> Sequence["DailyFigures"]:
        """Counts and sums by UTC day of creation and by currency, oldest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DailyFigures:
    """A day's orders in one currency; amounts in minor units. `day` is `YYYY-MM-DD`."""

    day: str
    currency: str
    orders: int
    paid: int
    captured: int
    refunded: int


class Histories(Protocol):
    """The histories of orders, which are their audit trail. Every method raises `StoreUnavailable`."""

    async def entries(self, order_id: OrderId) -> tuple[Entry, ...] | None:
        """All entries of an order by seq, or None where there is no such order. Raises `UnreadableHistory`."""

    def all(self) -> AsyncIterator[tuple[OrderId, Head | None, tuple[Entry | None, ...]]]:
        """Every order's chain, with the head its document claims; None stands for what nobody wrote like this."""
