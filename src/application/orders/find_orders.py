"""Find orders by whatever a person has at hand: a number, an address, an id, an amount, a day, a status."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Final

from application.ports.storage.order_search import NO_FILTERS, OrderFilters, OrderSearch
from application.ports.storage.orders import Orders
from domain.identifiers.order_number import order_id_of
from domain.identifiers.types import UserId
from domain.money.currency import CURRENCIES
from domain.orders.order import Order, OrderStatus, PaymentStatus

_STRIPE_ID: Final = re.compile(r"(pi|ch|py|re|pyr|du|dp)_[A-Za-z0-9_]+")
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_AMOUNT: Final = re.compile(r"([0-9]{1,12}(?:\.[0-9]{1,3})?) ?([A-Za-z]{3})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """One reading of a text."""

    user_id: UserId | None = None
    status: OrderStatus | None = None
    filters: OrderFilters = field(default=NO_FILTERS)


@dataclass(frozen=True, slots=True, kw_only=True)
class FindOrders:
    """An order's own number or id finds that order alone; any other text, all orders that one of its readings fits."""

    orders: Orders
    search: OrderSearch

    async def __call__(self, text: str, *, limit: int) -> list[Order]:
        """Returns the newest first, `limit` at most. Raises `StoreUnavailable`."""
        order_id = order_id_of(text)
        order = await self.orders.get(order_id) if order_id else None
        if order is not None:
            return [order]
        found: dict[str, Order] = {}
        for search in searches(text):
            page = await self.search.page(
                user_id=search.user_id, status=search.status, filters=search.filters, limit=limit, cursor=None
            )
            found |= {each.id: each for each in page.orders}
        return sorted(found.values(), key=lambda each: each.created_at, reverse=True)[:limit]


def searches(text: str) -> list[Search]:
    """What a text may mean; a day is one of UTC, and an amount needs its currency, as in `12.99 usd`."""
    text = text.strip()
    if "@" in text:
        return [Search(filters=OrderFilters(email=email)) for email in dict.fromkeys((text, text.lower()))]
    if _STRIPE_ID.fullmatch(text):
        return [Search(filters=OrderFilters(stripe_id=text))]
    by_name = [Search(filters=OrderFilters(reference=text)), Search(user_id=UserId(text))]
    return [*by_name, *_by_status(text), *_by_day(text), *_by_total(text)]


def _by_status(text: str) -> Iterator[Search]:
    word = text.lower().replace(" ", "_")
    if word in set(OrderStatus):
        yield Search(status=OrderStatus(word))
    if word in set(PaymentStatus):
        yield Search(filters=OrderFilters(payment_status=PaymentStatus(word)))


def _by_day(text: str) -> Iterator[Search]:
    if not _DAY.fullmatch(text):
        return
    try:
        begin = datetime.combine(date.fromisoformat(text), time(), UTC)
        end = begin + timedelta(days=1)
    except (ValueError, OverflowError):  # no day of the calendar, or its last one
        return
    yield Search(filters=OrderFilters(created_from=begin, created_to=end))


def _by_total(text: str) -> Iterator[Search]:
    spelt = _AMOUNT.fullmatch(text)
    currency = CURRENCIES.get(spelt[2].lower()) if spelt else None
    if spelt is None or currency is None:
        return
    total = Decimal(spelt[1]).scaleb(currency.exponent)
    if total == int(total):
        yield Search(filters=OrderFilters(currency=currency.code, total=int(total)))
