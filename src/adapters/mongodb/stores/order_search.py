"""Reading many orders."""

from collections.abc import AsyncIterator, Sequence
from datetime import datetime

from adapters.mongodb.documents.order import from_document
from adapters.mongodb.documents.payment import PaidWithDocument
from adapters.mongodb.documents.plain import from_plain, mirrored
from adapters.mongodb.driver.connection import Database, Document
from adapters.mongodb.driver.cursors import cursor_after, older_than
from adapters.mongodb.driver.failures import answered
from adapters.mongodb.driver.reads import aggregate, find, find_one
from adapters.mongodb.driver.streams import streamed
from adapters.mongodb.stores.orders import WITHOUT_HISTORY
from application.ports.storage.order_search import DailyFigures, OrderPage
from domain.facts.payment import PaidWith, PaymentState
from domain.identifiers.types import UserId
from domain.orders.order import Order, OrderStatus

_NEWEST_FIRST = [("createdAt", -1), ("_id", -1)]
_LAST_PAID_FIRST = [("payment.paidAt", -1), *_NEWEST_FIRST]  # sorts one user's orders, found by the index on `user`
_IS_PAID = {"$eq": ["$payment.state", PaymentState.SUCCEEDED.value]}


class MongoOrderSearch:
    """Keeps the port `OrderSearch`."""

    def __init__(self, database: Database) -> None:
        self._orders = database["orders"]

    async def page(
        self, *, user_id: UserId | None, status: OrderStatus | None, limit: int, cursor: str | None
    ) -> OrderPage:
        wanted: Document = older_than(cursor, "createdAt")
        if user_id is not None:
            wanted["user"] = user_id
        if status is not None:
            wanted["status"] = status.value
        found = find(self._orders, wanted, WITHOUT_HISTORY).sort(_NEWEST_FIRST).limit(limit + 1)
        documents = await answered(found.to_list(limit + 1))
        orders = tuple(from_document(document) for document in documents[:limit])
        more = len(documents) > limit
        return OrderPage(orders=orders, cursor=cursor_after(orders[-1].created_at, orders[-1].id) if more else None)

    async def watched(self, now: datetime) -> AsyncIterator[Order]:
        async for document in streamed(find(self._orders, {"watchedUntil": {"$gt": now}}, WITHOUT_HISTORY)):
            yield from_document(document)

    async def last_paid_with(self, user_id: UserId) -> PaidWith | None:
        document = await find_one(
            self._orders,
            {"user": user_id, "payment.state": PaymentState.SUCCEEDED.value, "payment.paidWith": {"$ne": None}},
            {"payment.paidWith": 1},
            sort=_LAST_PAID_FIRST,
        )
        return mirrored(from_plain(document["payment"]["paidWith"], PaidWithDocument), PaidWith) if document else None

    async def daily(self, since: datetime) -> Sequence[DailyFigures]:
        days = await aggregate(
            self._orders,
            [
                {"$match": {"createdAt": {"$gte": since}}},
                {
                    "$group": {
                        "_id": {
                            "day": {"$dateToString": {"format": "%Y-%m-%d", "date": "$createdAt"}},
                            "currency": "$currency",
                        },
                        "orders": {"$sum": 1},
                        "paid": {"$sum": {"$cond": [_IS_PAID, 1, 0]}},
                        "captured": {"$sum": "$payment.captured"},
                        "refunded": {"$sum": "$payment.amountRefunded"},
                        "lost": {"$sum": "$payment.amountLost"},
                    }
                },
                {"$sort": {"_id.day": 1, "_id.currency": 1}},
            ],
        )
        return [
            DailyFigures(
                day=row["_id"]["day"],
                currency=row["_id"]["currency"],
                orders=row["orders"],
                paid=row["paid"],
                captured=row["captured"],
                refunded=row["refunded"],
                lost=row["lost"],
            )
            for row in days
        ]
