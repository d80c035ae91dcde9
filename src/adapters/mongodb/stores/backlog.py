"""How far behind Till is, by queries that an index answers and that read only what is pending."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from adapters.mongodb.documents.delivery import deliveries_in
from adapters.mongodb.documents.history import entry_from_document
from adapters.mongodb.documents.labels import REFUND_UNKNOWN, having, status_label
from adapters.mongodb.documents.labels import SET_ASIDE as SET_ASIDE_LABEL
from adapters.mongodb.documents.order import from_document
from adapters.mongodb.driver.connection import Database, Document
from adapters.mongodb.driver.failures import answered
from adapters.mongodb.driver.reads import aggregate, count, find, find_one
from adapters.mongodb.stores.orders import UNDERSTOOD, WITHOUT_HISTORY
from adapters.mongodb.stores.shop_outbox import SET_ASIDE, cursor_of
from adapters.mongodb.stores.waiting_orders import Queue, outbox_queue, shop_queue, waiting_for
from application.ports.edge.backlog import RECENT, BacklogFigures
from application.ports.shop.webhooks import EndpointId
from application.ports.storage.deliveries import DeliveryStatus
from application.ports.storage.inbox import EventStatus
from application.ports.storage.outbox import Audience
from domain.facts.outcome import FactOutcome
from domain.orders.history import Entry
from domain.orders.holds import HoldReason
from domain.orders.notices import operator_notice, shopper_notice
from domain.orders.order import OrderStatus

_SAMPLE = 100
"""The number of pending documents read, the next first; in a longer queue the rest wait about as long."""


class MongoBacklog:
    """Keeps the port `Backlog`; one query after another, because no request waits for these figures."""

    def __init__(self, database: Database, endpoint_ids: Sequence[EndpointId] = ()) -> None:
        self._orders = database["orders"]
        self._endpoint_ids = tuple(endpoint_ids)
        self._events = database["webhook_events"]
        self._alerts = database["alerts"]

    async def figures(self, now: datetime) -> BacklogFigures:
        return BacklogFigures(
            oldest_due_event=_age(now, await self._due_events(now)),
            oldest_pending=_age(
                now,
                [
                    *await self._pending(Audience.SHOPPER),
                    *await self._pending(Audience.OPERATOR),
                    *await self._pending_alerts(),
                ],
            ),
            oldest_undelivered=_age(now, await self._undelivered()),
            set_aside=await self._set_aside(),
            dead_letters=await count(self._events, {"status": EventStatus.DEAD.value}),
            unknown_refunds=await self._unknown_refunds(),
            open_holds=await self._open_holds(),
            recent_orders={
                status: await count(self._orders, {**having(status_label(status)), "createdAt": {"$gte": now - RECENT}})
                for status in OrderStatus
            },
        )

    async def _due_events(self, now: datetime) -> list[datetime]:
        due = {"status": EventStatus.DUE.value}
        oldest = await find_one(
            self._events,
            due | {"reason": {"$ne": FactOutcome.UNMATCHED}},
            {"receivedAt": 1},
            sort=[("receivedAt", 1), ("_id", 1)],
        )
        overdue = await find_one(
            self._events,
            due | {"reason": FactOutcome.UNMATCHED, "notBefore": {"$lte": now}},
            {"notBefore": 1},
            sort=[("notBefore", 1)],
        )
        return [*([oldest["receivedAt"]] if oldest else []), *([overdue["notBefore"]] if overdue else [])]

    async def _pending(self, audience: Audience) -> list[datetime]:
        documents = await self._waiting_for(outbox_queue(audience), {"history": 1, f"outbox.{audience}.next": 1})
        return [
            entry.at
            for document in documents
            for entry in map(entry_from_document, document["history"][document["outbox"][audience]["next"] - 1 :])
            if _is_notified(audience, entry)
        ]

    async def _undelivered(self) -> list[datetime]:
        moments = []
        for endpoint_id in self._endpoint_ids:
            projection = {"history": 1, cursor_of(endpoint_id): 1}
            documents = await self._waiting_for(shop_queue(endpoint_id), projection)
            moments += [
                delivery.happened_at
                for document in documents
                for delivery in deliveries_in(document)
                if delivery.status is DeliveryStatus.PENDING
            ]
        return moments

    async def _waiting_for(self, queue: Queue, projection: Document) -> list[Document]:
        wanted = {**waiting_for(queue), "schemaVersion": UNDERSTOOD}
        found = find(self._orders, wanted, projection).sort("attention.wakeAt", 1).limit(_SAMPLE)
        return await answered(found.to_list(_SAMPLE))

    async def _set_aside(self) -> int:
        counted = await aggregate(
            self._orders,
            [{"$match": having(SET_ASIDE_LABEL)}, {"$group": {"_id": None, "count": {"$sum": f"${SET_ASIDE}"}}}],
        )
        return sum(row["count"] for row in counted)

    async def _pending_alerts(self) -> list[datetime]:
        waiting = find(self._alerts, {"sent": False}, {"at": 1}).sort("notBefore", 1).limit(_SAMPLE)
        return [alert["at"] for alert in await answered(waiting.to_list(_SAMPLE))]

    async def _unknown_refunds(self) -> int:
        unknown = find(self._orders, having(REFUND_UNKNOWN), WITHOUT_HISTORY)
        orders = map(from_document, await answered(unknown.to_list(None)))
        return sum(refund.outcome_unknown for order in orders for refund in order.requested_refunds)

    async def _open_holds(self) -> Mapping[HoldReason, int]:
        held = await aggregate(
            self._orders,
            [
                {"$match": having(status_label(OrderStatus.ON_HOLD))},
                {"$unwind": "$holds"},
                {"$match": {"holds.releasedAt": None}},
                {"$group": {"_id": "$holds.reason", "count": {"$sum": 1}}},
            ],
        )
        counts = {row["_id"]: row["count"] for row in held}
        return {reason: counts.get(reason.value, 0) for reason in HoldReason}


def _is_notified(audience: Audience, entry: Entry) -> bool:
    return bool(shopper_notice(entry) if audience is Audience.SHOPPER else operator_notice(entry))


def _age(now: datetime, moments: Iterable[datetime]) -> float:
    return max(0.0, (now - min(moments, default=now)).total_seconds())
