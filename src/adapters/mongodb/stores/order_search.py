"""Reading many orders."""

import asyncio
from collections.abc import AsyncIterator, Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Final

from adapters.mongodb.documents.order import from_document
from adapters.mongodb.documents.payment import PaidWithDocument
from adapters.mongodb.documents.plain import from_plain, mirrored
from adapters.mongodb.driver.connection import Database, Document
from adapters.mongodb.driver.cursors import cursor_after, older_than, place_of
from adapters.mongodb.driver.failures import answered
from adapters.mongodb.driver.reads import aggregate, find, find_one
from adapters.mongodb.driver.streams import by_field, pages_by_field
from adapters.mongodb.schema.collections import FIGURES_INDEX
from adapters.mongodb.stores.orders import WITHOUT_HISTORY
from application.ports.storage.order_search import NO_FILTERS, DailyFigures, OrderFilters, OrderPage
from domain.facts.payment import PaidWith, PaymentState
from domain.identifiers.types import UserId
from domain.orders.order import Order, OrderStatus

_NEWEST_FIRST = [("createdAt", -1), ("_id", -1)]
_LAST_PAID_FIRST = [("payment.paidAt", -1), *_NEWEST_FIRST]  # sorts one user's orders, found by the index on `user`
_DAYS_AT_ONCE = 8
_IS_PAID = {"$eq": ["$payment.state", PaymentState.SUCCEEDED.value]}


_BY_STRIPE_ID: Final = {
    "pi": "payment.paymentIntentId",
    "ch": "payment.chargeId",
    "py": "payment.chargeId",
    "re": "payment.refunds.stripeRefundId",
    "pyr": "payment.refunds.stripeRefundId",
    "du": "payment.disputes.id",
    "dp": "payment.disputes.id",
}
"""The field that holds ids of each of Stripe's prefixes."""


class MongoOrderSearch:
    """Keeps the port `OrderSearch`."""

    def __init__(self, database: Database) -> None:
        self._orders = database["orders"]

    async def page(
        self,
        *,
        user_id: UserId | None,
        status: OrderStatus | None,
        limit: int,
        cursor: str | None,
        filters: OrderFilters = NO_FILTERS,
    ) -> OrderPage:
        clauses = [clause for clause in (older_than(cursor, "createdAt"), *_clauses(filters)) if clause]
        wanted: Document = {"$and": clauses} if clauses else {}
        if user_id is not None:
            wanted["user"] = user_id
        if status is not None:
            wanted["status"] = status.value
        found = find(self._orders, wanted, WITHOUT_HISTORY).sort(_NEWEST_FIRST).limit(limit + 1)
        documents = await answered(found.to_list(limit + 1))
        orders = tuple(from_document(document) for document in documents[:limit])
        more = len(documents) > limit
        return OrderPage(orders=orders, cursor=cursor_after(orders[-1].created_at, orders[-1].id) if more else None)

    async def watched(self, now: datetime, behind: str | None = None) -> AsyncIterator[OrderPage]:
        place = None
        if behind is not None:
            until, order_id = place_of(behind)
            place = {"watchedUntil": until, "_id": order_id}
        pages = pages_by_field(self._orders, "watchedUntil", now, WITHOUT_HISTORY, behind=place)
        async for page in pages:
            cursor = cursor_after(page[-1]["watchedUntil"], page[-1]["_id"])
            yield OrderPage(orders=tuple(map(from_document, page)), cursor=cursor)

    async def paid_since(self, moment: datetime) -> AsyncIterator[Order]:
        paid = {"payment.state": PaymentState.SUCCEEDED.value}
        async for document in by_field(self._orders, "createdAt", moment, WITHOUT_HISTORY, paid):
            yield from_document(document)

    async def last_paid_with(self, user_id: UserId) -> PaidWith | None:
        document = await find_one(
            self._orders,
            {"user": user_id, "payment.state": PaymentState.SUCCEEDED.value, "payment.paidWith": {"$ne": None}},
            {"payment.paidWith": 1},
            sort=_LAST_PAID_FIRST,
        )
        return mirrored(from_plain(document["payment"]["paidWith"], PaidWithDocument), PaidWith) if document else None

    async def daily(self, first: date, last: date, zone: tzinfo) -> Sequence[DailyFigures]:
        within = {"$gte": _midnight(first, zone), "$lt": _midnight(last + timedelta(days=1), zone)}
        newest = await find_one(self._orders, {"createdAt": within}, {"createdAt": 1}, sort=_NEWEST_FIRST)
        if newest is None:
            return []
        last = newest["createdAt"].astimezone(zone).date()
        days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
        figures: list[DailyFigures] = []
        for at in range(0, len(days), _DAYS_AT_ONCE):
            for of_day in await asyncio.gather(*(self._day(day, zone) for day in days[at : at + _DAYS_AT_ONCE])):
                figures += of_day
        return figures

    async def _day(self, day: date, zone: tzinfo) -> list[DailyFigures]:
        """One day by a query of its own, so that each stays within its limit however many days are asked for."""
        within = {"$gte": _midnight(day, zone), "$lt": _midnight(day + timedelta(days=1), zone)}
        rows = await aggregate(
            self._orders,
            [
                {"$match": {"createdAt": within}},
                {
                    "$group": {
                        "_id": "$currency",
                        "orders": {"$sum": 1},
                        "paid": {"$sum": {"$cond": [_IS_PAID, 1, 0]}},
                        "captured": {"$sum": "$payment.captured"},
                        "refunded": {"$sum": "$payment.amountRefunded"},
                        "lost": {"$sum": "$payment.amountLost"},
                    }
                },
                {"$sort": {"_id": 1}},
            ],
            hint=FIGURES_INDEX,
        )
        return [
            DailyFigures(
                day=day.isoformat(),
                currency=row["_id"],
                orders=row["orders"],
                paid=row["paid"],
                captured=row["captured"],
                refunded=row["refunded"],
                lost=row["lost"],
            )
            for row in rows
        ]


def _midnight(day: date, zone: tzinfo) -> datetime:
    """The first moment of a day; where clocks are changed, a day has 23 or 25 hours."""
    return datetime.combine(day, time.min, zone).astimezone(UTC)


def _clauses(filters: OrderFilters) -> Iterator[Document]:
    if filters.stripe_id is not None:
        prefix = filters.stripe_id.partition("_")[0]
        yield {_BY_STRIPE_ID.get(prefix, "payment.paymentIntentId"): filters.stripe_id}
    equal = {
        "contact.email": filters.email,
        "terms.reference": filters.reference,
        "payment.status": filters.payment_status,
        "currency": filters.currency,
        "total": filters.total,
    }
    yield {name: value for name, value in equal.items() if value is not None}
    if filters.created_from is not None:
        yield {"createdAt": {"$gte": filters.created_from}}
    if filters.created_to is not None:
        yield {"createdAt": {"$lt": filters.created_to}}
