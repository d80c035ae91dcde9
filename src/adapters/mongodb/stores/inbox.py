"""The webhook events in MongoDB, each once by its id."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from adapters.mongodb.documents.event import from_document, to_document
from adapters.mongodb.driver.claims import CROWD, Shuffle
from adapters.mongodb.driver.connection import Database, Document
from adapters.mongodb.driver.failures import AlreadyStored, answered
from application.ports.storage.failures import StoreUnavailable
from application.ports.storage.inbox import EventStatus, InboxEntry
from domain.identifiers.types import EventId, OrderId

KEPT = timedelta(days=90)
"""How long a settled event is kept: well over the 30 days for which Stripe may tell of it again."""

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
        self._shuffle = shuffle

    async def receive(self, entry: InboxEntry) -> InboxEntry | None:
        expires_at = expiry(entry.status, entry.settled_at or entry.received_at)
        try:
            await answered(self._events.insert_one(to_document(entry, expires_at)))
        except AlreadyStored as fault:
            stored = await answered(self._events.find_one({"_id": entry.event.id}))
            if stored is None:
                raise StoreUnavailable("the event was forgotten this very moment") from fault
            return from_document(stored)
        return None

    async def settle(
        self, event_id: EventId, status: EventStatus, *, reason: str | None, order_id: OrderId | None, at: datetime
    ) -> None:
        became = {
            "status": status.value,
            "reason": reason,
            "orderId": order_id,
            "notBefore": None,
            "settledAt": at,
            "expiresAt": expiry(status, at),
        }
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
        # Not later than now: this also finds those without a time, whose time is always.
        due = self._events.find({"status": EventStatus.DUE.value, "notBefore": {"$not": {"$gt": now}}})
        candidates = await answered(due.sort("notBefore", 1).limit(limit * CROWD).to_list(limit * CROWD))
        self._shuffle(candidates)
        claimed: list[InboxEntry] = []
        for candidate in candidates:
            if len(claimed) == limit:
                break
            if await self._taken(candidate, now + lease):
                claimed.append(replace(from_document(candidate), not_before=now + lease))
        return claimed

    async def _taken(self, candidate: Document, until: datetime) -> bool:
        written = await answered(
            self._events.update_one(
                {
                    "_id": candidate["_id"],
                    "status": EventStatus.DUE.value,
                    "notBefore": candidate["notBefore"],
                    "attempts": candidate["attempts"],
                },
                {"$set": {"notBefore": until}},
            )
        )
        return bool(written.modified_count)
