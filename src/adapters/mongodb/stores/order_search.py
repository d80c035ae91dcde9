"""Reading many orders."""

import asyncio
from collections.abc import AsyncIterator, Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from adapters.mongodb.documents.labels import (
    email_label,
    having,
    payment_label,
    reference_label,
    status_label,
    total_label,
    watched_label,
)
from adapters.mongodb.documents.order import FOR_EVER, from_document
from adapters.mongodb.documents.payment import PaidWithDocument
from adapters.mongodb.documents.plain import from_plain, mirrored
from adapters.mongodb.driver.connection import Database, Document
from adapters.mongodb.driver.cursors import cursor_after, older_than, place_of
from adapters.mongodb.driver.failures import answered
from adapters.mongodb.driver.reads import aggregate, find, find_one
from adapters.mongodb.driver.streams import PAGE, by_field
from adapters.mongodb.schema.collections import CREATED_INDEX
from adapters.mongodb.stores.orders import WITHOUT_HISTORY
from application.ports.storage.order_search import NO_FILTERS, DailyFigures, OrderFilters, OrderPage
from domain.facts.payment import PaidWith, PaymentState
from domain.identifiers.types import UserId
from domain.orders.due import WATCHED_AFTER_REFUND
from domain.orders.order import Order, OrderStatus

_NEWEST_FIRST = [("createdAt", -1), ("_id", -1)]
_OLDEST_FIRST = [("createdAt", 1), ("_id", 1)]
_LAST_PAID_FIRST = [("payment.paidAt", -1), *_NEWEST_FIRST]  # sorts one user's orders, found by the index on `user`
_DAYS_AT_ONCE = 8
_IS_PAID = {"$eq": ["$payment.state", PaymentState.SUCCEEDED.value]}


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
        clauses = [clause for clause in (*_clauses(filters), older_than(cursor, "createdAt")) if clause]
        wanted: Document = {"$and": clauses} if clauses else {}
        if user_id is not None:
            wanted["user"] = user_id
        if status is not None:
            wanted |= {"status": status.value} if user_id is not None else having(status_label(status))
        found = find(self._orders, wanted, WITHOUT_HISTORY).sort(_NEWEST_FIRST).limit(limit + 1)
        documents = await answered(found.to_list(limit + 1))
        orders = tuple(from_document(document) for document in documents[:limit])
        more = len(documents) > limit
        return OrderPage(orders=orders, cursor=cursor_after(orders[-1].created_at, orders[-1].id) if more else None)

    async def watched(self, now: datetime, behind: str | None = None) -> AsyncIterator[OrderPage]:
        labels, after = _watched_labels(now), Document()
        if behind is not None:
            until, order_id = place_of(behind)
            first = watched_label(None if until == FOR_EVER else until)
            if first in labels:
                labels = labels[labels.index(first) :]
                after = await self._behind(order_id)
            else:
                labels.remove(watched_label(None))
        for label in labels:
            while documents := await self._watched_page(label, now, after):
                last = documents[-1]
                cursor = cursor_after(last["watchedUntil"], last["_id"])
                yield OrderPage(orders=tuple(map(from_document, documents)), cursor=cursor)
                after = older_than(cursor_after(last["createdAt"], last["_id"]), "createdAt")
            after = {}

    async def _behind(self, order_id: str) -> Document:
        """The condition of orders that are older than this one."""
        last = await find_one(self._orders, {"_id": order_id}, {"createdAt": 1})
        return older_than(cursor_after(last["createdAt"], order_id), "createdAt") if last else {}

    async def _watched_page(self, label: str, now: datetime, after: Document) -> list[Document]:
        wanted = {**having(label), "watchedUntil": {"$gt": now}, **after}
        found = find(self._orders, wanted, WITHOUT_HISTORY).sort(_NEWEST_FIRST).limit(PAGE)
        return await answered(found.to_list(PAGE))

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
        oldest = await find_one(self._orders, {"createdAt": within}, {"createdAt": 1}, sort=_OLDEST_FIRST)
        if newest is None or oldest is None:
            return []
        # Days before the shop's first order and after its last would each cost a query for nothing.
        first, last = (found["createdAt"].astimezone(zone).date() for found in (oldest, newest))
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
            hint=CREATED_INDEX,
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


def _watched_labels(now: datetime) -> list[str]:
    """Of orders that are watched for ever, and of all months until which others may be, in the order of the walk."""
    months = [now + timedelta(days=days) for days in range(0, WATCHED_AFTER_REFUND.days + 32, 28)]
    return list(dict.fromkeys([watched_label(None), *map(watched_label, months)]))


def _clauses(filters: OrderFilters) -> Iterator[Document]:
    """The conditions, those that the fewest orders meet first."""
    if filters.stripe_id is not None:
        is_intent = filters.stripe_id.startswith("pi_")
        yield {"payment.paymentIntentId": filters.stripe_id} if is_intent else having(filters.stripe_id)
    if filters.reference is not None:
        yield having(reference_label(filters.reference))
    if filters.email is not None:
        yield having(email_label(filters.email))
    if filters.total is not None:
        yield having(total_label(filters.total))
    if filters.payment_status is not None:
        yield having(payment_label(filters.payment_status))
    if filters.currency is not None:
        yield {"currency": filters.currency}
    if filters.created_from is not None:
        yield {"createdAt": {"$gte": filters.created_from}}
    if filters.created_to is not None:
        yield {"createdAt": {"$lt": filters.created_to}}
