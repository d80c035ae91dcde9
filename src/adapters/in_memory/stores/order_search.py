"""Reading many orders in memory."""

from collections.abc import AsyncIterator, Sequence
from datetime import UTC, date, datetime, tzinfo
from itertools import groupby

from adapters.in_memory.stores.paging import page_of
from adapters.in_memory.stores.stored_order import OrderTable
from application.ports.storage.order_search import NO_FILTERS, DailyFigures, OrderFilters, OrderPage
from domain.facts.payment import PaidWith
from domain.identifiers.types import UserId
from domain.orders.due import watched_until
from domain.orders.order import Order, OrderStatus

FOR_EVER = datetime.max.replace(tzinfo=UTC)
_WATCHED_PAGE = 2


class InMemoryOrderSearch:
    """Keeps the port `OrderSearch`."""

    def __init__(self, table: OrderTable) -> None:
        self._table = table

    async def page(
        self,
        *,
        user_id: UserId | None,
        status: OrderStatus | None,
        limit: int,
        cursor: str | None,
        filters: OrderFilters = NO_FILTERS,
    ) -> OrderPage:
        async with self._table.faults.call():
            orders, after = page_of(
                (
                    order
                    for order in self._all()
                    if user_id in (None, order.user_id) and status in (None, order.status) and _fits(order, filters)
                ),
                lambda order: (order.created_at, order.id),
                limit,
                cursor,
            )
        return OrderPage(orders=orders, cursor=after)

    async def watched(self, now: datetime, behind: str | None = None) -> AsyncIterator[OrderPage]:
        async with self._table.faults.call():
            orders = sorted(self._all(), key=_watched_place)
        orders = [order for order in orders if (watched_until(order) or FOR_EVER) > now]
        left = [order for order in orders if behind is None or _watched_place(order) > _read_place(behind)]
        for at in range(0, len(left), _WATCHED_PAGE):
            page = left[at : at + _WATCHED_PAGE]
            yield OrderPage(orders=tuple(page), cursor="|".join(_watched_place(page[-1])))

    async def paid_since(self, moment: datetime) -> AsyncIterator[Order]:
        async with self._table.faults.call():
            orders = self._all()
        for order in orders:
            if order.created_at > moment and order.intent.is_paid:
                yield order

    async def last_paid_with(self, user_id: UserId) -> PaidWith | None:
        async with self._table.faults.call():
            paid = [order for order in self._all() if order.user_id == user_id and order.intent.is_paid]
        with_method = [order for order in paid if order.intent.paid_with is not None]
        return max(with_method, key=_last_paid).intent.paid_with if with_method else None

    async def daily(self, first: date, last: date, zone: tzinfo) -> Sequence[DailyFigures]:
        def day_of(order: Order) -> tuple[str, str]:
            return order.created_at.astimezone(zone).date().isoformat(), order.currency.code

        async with self._table.faults.call():
            orders = [order for order in self._all() if first <= order.created_at.astimezone(zone).date() <= last]
        return [_figures(day, list(of_day)) for day, of_day in groupby(sorted(orders, key=day_of), key=day_of)]

    def _all(self) -> list[Order]:
        return [stored.order for stored in self._table.stored.values()]


def _watched_place(order: Order) -> tuple[str, str]:
    return (watched_until(order) or FOR_EVER).isoformat(), order.id


def _read_place(cursor: str) -> tuple[str, str]:
    until, separator, order_id = cursor.partition("|")
    if not separator:
        raise ValueError("malformed cursor")
    return until, order_id


def _last_paid(order: Order) -> tuple[datetime, datetime, str]:
    return order.intent.paid_at or datetime.min.replace(tzinfo=UTC), order.created_at, order.id


def _figures(day: tuple[str, str], orders: list[Order]) -> DailyFigures:
    return DailyFigures(
        day=day[0],
        currency=day[1],
        orders=len(orders),
        paid=sum(order.intent.is_paid for order in orders),
        captured=sum(order.intent.captured for order in orders),
        refunded=sum(order.amount_refunded for order in orders),
        lost=sum(order.amount_lost for order in orders),
    )


def _fits(order: Order, filters: OrderFilters) -> bool:
    refunds = (refund.stripe_refund_id for refund in order.refunds)
    disputes = (dispute.id for dispute in order.disputes)
    return (
        filters.email in (None, order.contact.email)
        and filters.reference in (None, order.terms.reference if order.terms else None)
        and filters.stripe_id in (None, order.intent.id, order.intent.charge_id, *refunds, *disputes)
        and filters.payment_status in (None, order.payment_status)
        and (filters.created_from is None or order.created_at >= filters.created_from)
        and (filters.created_to is None or order.created_at < filters.created_to)
        and filters.currency in (None, order.currency.code)
        and filters.total in (None, order.total)
    )
