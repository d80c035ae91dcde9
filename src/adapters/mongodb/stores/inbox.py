"""The webhook events in MongoDB, each once by its id."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from adapters.mongodb.documents.event import from_document, to_document
from adapters.mongodb.driver.claims import DueQueue, Shuffle, claim_some
from adapters.mongodb.driver.connection import Database, Document
from adapters.mongodb.driver.failures import AlreadyStored, answered
from adapters.mongodb.driver.grouped import GroupedInserts
from adapters.mongodb.driver.reads import find_one
from application.ports.storage.failures import StoreUnavailable
from application.ports.storage.inbox import EventStatus, InboxEntry
from domain.identifiers.types import EventId, OrderId

KEPT = timedelta(days=90)
"""How long a settled event is kept: well over the 30 days for which Stripe may send it again."""

DEAD_KEPT = timedelta(days=400)
"""A dead letter outlives the year's accounts."""


def expiry(status: EventStatus, at: datetime) -> datetime | None:
    """From when on an event that was settled then may be forgotten; what is due never is."""
    match status:
        case EventStatus.DUE:
            return None
        case EventStatus.DEAD:
            return at + DEAD_KEPT
        case EventStatus.APPLIED | EventStatus.IGNORED:
            return at + KEPT


class MongoInbox:
    """Keeps the port `Inbox`."""

    def __init__(self, database: Database, shuffle: Shuffle) -> None:
        self._events = database["webhook_events"]
        self._insert = GroupedInserts(self._events)
        self._queue = DueQueue(
            collection=self._events,
            due={"status": EventStatus.DUE.value},
            at="notBefore",
            as_read=("attempts",),
            time_optional=True,
        )
        self._shuffle = shuffle

    async def receive(self, entry: InboxEntry) -> InboxEntry | None:
        expires_at = expiry(entry.status, entry.settled_at or entry.received_at)
        try:
            await self._insert.one(to_document(entry, expires_at))
        except AlreadyStored as fault:
            stored = await find_one(self._events, {"_id": entry.event.id})
            if stored is None:
                raise StoreUnavailable("the event was forgotten this very moment") from fault
            return from_document(stored)
        return None

    async def settle(
        self, event_id: EventId, status: EventStatus, *, reason: str | None, order_id: OrderId | None, at: datetime
    ) -> None:
        became: Document = {
            "status": status.value,
            "reason": reason,
            "orderId": order_id,
            "notBefore": None,
            "settledAt": at,
            "expiresAt": expiry(status, at),
        }
        if not status.keeps_payload:
            became["payload"] = ""
        await answered(
            self._events.update_one({"_id": event_id, "status": {"$ne": EventStatus.APPLIED.value}}, {"$set": became})
        )

    async def postpone(self, event_id: EventId, *, until: datetime, reason: str) -> None:
        await answered(
            self._events.update_one(
                {"_id": event_id, "status": EventStatus.DUE.value},
                {"$set": {"notBefore": until, "reason": reason}, "$inc": {"attempts": 1}},
            )
        )

    async def claim(self, now: datetime, lease: timedelta, limit: int) -> Sequence[InboxEntry]:
        candidates = await self._queue.candidates(now, limit)
        claimed = await claim_some(
            candidates, limit, self._shuffle, lambda candidate: self._queue.claim(candidate, now + lease)
        )
        return [replace(from_document(document), not_before=now + lease) for document in claimed]
