"""The document of a webhook event."""

from datetime import datetime
from typing import Any

import msgspec

from adapters.mongodb.documents.plain import from_plain, to_plain
from application.ports.storage.inbox import EventStatus, InboxEntry
from application.ports.stripe.events import Event
from domain.identifiers.types import EventId, OrderId


class EventDocument(msgspec.Struct, rename="camel", kw_only=True):
    """An event and what became of it. From `expiresAt` on, MongoDB may forget it; null is never.

    `payload` is empty once it is not needed: an earlier Till, which kept it, reads an empty one and not a missing one.
    """

    id: str = msgspec.field(name="_id")
    type: str
    created: datetime
    livemode: bool
    api_version: str | None
    payload: str
    status: str
    received_at: datetime
    attempts: int
    not_before: datetime | None
    reason: str | None
    order_id: str | None
    settled_at: datetime | None
    expires_at: datetime | None


def to_document(entry: InboxEntry, expires_at: datetime | None) -> dict[str, Any]:
    """An entry as it is stored."""
    return to_plain(
        EventDocument(
            id=entry.event.id,
            type=entry.event.type,
            created=entry.event.created,
            livemode=entry.event.livemode,
            api_version=entry.event.api_version,
            payload=entry.event.payload,
            status=entry.status,
            received_at=entry.received_at,
            attempts=entry.attempts,
            not_before=entry.not_before,
            reason=entry.reason,
            order_id=entry.order_id,
            settled_at=entry.settled_at,
            expires_at=expires_at,
        )
    )


def from_document(document: dict[str, Any]) -> InboxEntry:
    """An entry as the core knows it."""
    stored = from_plain(document, EventDocument)
    return InboxEntry(
        event=Event(
            id=EventId(stored.id),
            type=stored.type,
            created=stored.created,
            livemode=stored.livemode,
            api_version=stored.api_version,
            payload=stored.payload,
        ),
        status=EventStatus(stored.status),
        received_at=stored.received_at,
        attempts=stored.attempts,
        not_before=stored.not_before,
        reason=stored.reason,
        order_id=OrderId(stored.order_id) if stored.order_id else None,
        settled_at=stored.settled_at,
    )
