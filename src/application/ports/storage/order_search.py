"""Reading many orders."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from typing import Protocol

from domain.facts.payment import PaidWith
from domain.identifiers.types import UserId
from domain.orders.order import Order, OrderStatus, PaymentStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderPage:
    """Some orders; `cursor` is where the next page begins."""

    orders: tuple[Order, ...]
    cursor: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderFilters:
    """Further filters of orders; None filters nothing.

    `stripe_id` is the id of the order's PaymentIntent, its charge, or one of its refunds or disputes; `created_from` is
    inclusive and `created_to` exclusive; `total` is in minor units.
    """

    email: str | None = None
    reference: str | None = None
    stripe_id: str | None = None
    payment_status: PaymentStatus | None = None
    created_from: datetime | None = None
    created_to: datetime | None = None
    currency: str | None = None
    total: int | None = None


NO_FILTERS = OrderFilters()


class OrderSearch(Protocol):
    """Reading many orders. Every method raises `StoreUnavailable`."""

    async def page(
        self,
        *,
        user_id: UserId | None,
        status: OrderStatus | None,
        limit: int,
        cursor: str | None,
        filters: OrderFilters = NO_FILTERS,
    ) -> OrderPage:
        """Orders newest first, after `cursor` (opaque; a malformed one is `ValueError`); None filters nothing."""

    def watched(self, now: datetime, behind: str | None = None) -> AsyncIterator[OrderPage]:
        """Yields every order that reconciliation re-reads (`domain.orders.due.watched_until`), in pages.

        A page's cursor is its end, from which `behind` continues; a malformed one is `ValueError`.
        """

    def paid_since(self, moment: datetime) -> AsyncIterator[Order]:
        """Yields every order begun later than that which claims to be paid."""

    async def last_paid_with(self, user_id: UserId) -> PaidWith | None:
        """What the user last paid with, by Till's own record."""

    async def daily(self, first: date, last: date, zone: tzinfo) -> Sequence["DailyFigures"]:
        """Counts and sums by the zone's day of creation, from `first` to `last`, and by currency, oldest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DailyFigures:
    """A day's orders in one currency; amounts in minor units. `day` is `YYYY-MM-DD`.

    `lost` is what lost disputes took back, by the amounts of disputes in the order's own currency.
    """

    day: str
    currency: str
    orders: int
    paid: int
    captured: int
    refunded: int
    lost: int
