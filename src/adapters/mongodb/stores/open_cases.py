"""Disputes and refunds that wait for a person."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from adapters.mongodb.documents.labels import (
    REFUND_DELAYED,
    REFUND_OVERDUE,
    dispute_label,
    failed_refund_since,
    having,
    having_any,
    payment_label,
)
from adapters.mongodb.documents.order import FOR_EVER, from_document
from adapters.mongodb.documents.payment import DisputeDocument, RefundDocument, refund_of
from adapters.mongodb.documents.plain import from_plain, mirrored
from adapters.mongodb.driver.connection import Database, Document
from adapters.mongodb.driver.cursors import cursor_after, place_of
from adapters.mongodb.driver.failures import answered
from adapters.mongodb.driver.reads import aggregate, find
from adapters.mongodb.stores.orders import WITHOUT_HISTORY
from application.ports.storage.open_cases import AuthorizationCase, DisputeCase, DisputePage, RefundCase
from domain.disputes.dispute import Dispute, DisputeStatus
from domain.identifiers.types import OrderId
from domain.orders.order import PaymentStatus
from domain.refunds.refund import RefundStatus, RequestState

_OPEN: Final = [RefundStatus.PENDING.value, RefundStatus.REQUIRES_ACTION.value]
_UNSETTLED: Final = [state.value for state in RequestState if state is not RequestState.ANSWERED]


class MongoOpenCases:
    """Keeps the port `OpenCases`."""

    def __init__(self, database: Database) -> None:
        self._orders = database["orders"]

    async def disputes(
        self, *, statuses: Sequence[DisputeStatus] | None, limit: int, cursor: str | None
    ) -> DisputePage:
        chosen = statuses or tuple(DisputeStatus)
        wanted: Document = {"dispute.status": {"$in": [status.value for status in chosen]}}
        if cursor is not None:
            due, dispute_id = place_of(cursor)
            wanted["$or"] = [{"due": {"$gt": due}}, {"due": due, "dispute.id": {"$gt": dispute_id}}]
        rows = await aggregate(
            self._orders,
            [
                {"$match": having_any(*map(dispute_label, chosen))},
                {"$unwind": "$payment.disputes"},
                {
                    "$project": {
                        "dispute": "$payment.disputes",
                        "due": {"$ifNull": ["$payment.disputes.dueBy", FOR_EVER]},
                    }
                },
                {"$match": wanted},
                {"$sort": {"due": 1, "dispute.id": 1}},
                {"$limit": limit + 1},
            ],
        )
        cases = tuple(
            DisputeCase(
                order_id=OrderId(row["_id"]), dispute=mirrored(from_plain(row["dispute"], DisputeDocument), Dispute)
            )
            for row in rows[:limit]
        )
        more = len(rows) > limit
        return DisputePage(
            cases=cases, cursor=cursor_after(rows[limit - 1]["due"], cases[-1].dispute.id) if more else None
        )

    async def refunds(self, *, since: datetime, limit: int) -> Sequence[RefundCase]:
        failed = {"status": RefundStatus.FAILED.value, "createdAt": {"$gte": since}}
        overdue = {"request.state": {"$in": _UNSETTLED}, "request.overdueNotified": True}
        delayed = {"delayNotified": True, "status": {"$in": _OPEN}}
        kinds = (failed, overdue, delayed)
        labelled = [failed_refund_since(since), having_any(REFUND_OVERDUE, REFUND_DELAYED)]
        rows = await aggregate(
            self._orders,
            [
                {"$match": {"$or": labelled}},
                {"$unwind": "$payment.refunds"},
                {"$project": {"refund": "$payment.refunds", "currency": 1}},
                {"$match": {"$or": [_prefixed("refund", kind) for kind in kinds]}},
                {"$sort": {"refund.createdAt": -1, "refund.id": -1}},
                {"$limit": limit},
            ],
        )
        cases = [
            RefundCase(
                order_id=OrderId(row["_id"]),
                currency=row["currency"],
                refund=refund_of(from_plain(row["refund"], RefundDocument)),
            )
            for row in rows
        ]
        return [case for case in cases if case.refund.status is RefundStatus.FAILED or case.refund.is_open]

    async def lapsing_authorizations(self, *, before: datetime, limit: int) -> Sequence[AuthorizationCase]:
        wanted = {**having(payment_label(PaymentStatus.AUTHORIZED)), "payment.captureBefore": {"$lt": before}}
        found = find(self._orders, wanted, WITHOUT_HISTORY).sort([("payment.captureBefore", 1), ("_id", 1)])
        orders = [from_document(document) for document in await answered(found.limit(limit).to_list(limit))]
        return [
            AuthorizationCase(
                order_id=order.id,
                amount=order.amount_capturable,
                currency=order.currency.code,
                capture_before=order.intent.capture_before,
            )
            for order in orders
            if order.intent.capture_before is not None
        ]


def _prefixed(prefix: str, condition: Document) -> Document:
    return {f"{prefix}.{field}": value for field, value in condition.items()}
