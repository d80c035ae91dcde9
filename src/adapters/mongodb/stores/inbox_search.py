"""Looking into the inbox."""

from datetime import datetime

from adapters.mongodb.documents.event import from_document
from adapters.mongodb.driver.connection import Database, Document
from adapters.mongodb.driver.cursors import cursor_after, older_than
from adapters.mongodb.driver.failures import answered
from adapters.mongodb.driver.reads import find, find_one
from application.ports.storage.inbox import EventStatus, InboxEntry, InboxPage
from application.ports.stripe.events import Event
from domain.identifiers.types import EventId


class MongoInboxSearch:
    """Keeps the port `InboxSearch`."""

    def __init__(self, database: Database) -> None:
        self._events = database["webhook_events"]

    async def get(self, event_id: EventId) -> InboxEntry | None:
        document = await find_one(self._events, {"_id": event_id})
        return from_document(document) if document else None

    async def page(self, *, status: EventStatus | None, limit: int, cursor: str | None) -> InboxPage:
        wanted: Document = older_than(cursor, "receivedAt")
        if status is not None:
            wanted["status"] = status.value
        found = find(self._events, wanted).sort([("receivedAt", -1), ("_id", -1)]).limit(limit + 1)
        documents = await answered(found.to_list(limit + 1))
        entries = tuple(from_document(document) for document in documents[:limit])
        more = len(documents) > limit
        return InboxPage(
            entries=entries, cursor=cursor_after(entries[-1].received_at, entries[-1].event.id) if more else None
        )

    async def revive(self, event: Event, at: datetime) -> bool:
        due = {"status": EventStatus.DUE.value, "notBefore": at, "settledAt": None, "expiresAt": None}
        written = await answered(
            self._events.update_one({"_id": event.id}, {"$set": {**due, "payload": event.payload}})
        )
        return bool(written.matched_count)
