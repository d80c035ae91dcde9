"""What became of an event, and writing it down."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from application.ports.storage.inbox import EventStatus, Inbox, InboxEntry
from domain.identifiers.types import EventId, OrderId


@dataclass(frozen=True, slots=True, kw_only=True)
class EventOutcome:
    """What became of an event; DUE where it must be tried again."""

    status: EventStatus
    reason: str | None = None
    order_id: OrderId | None = None


def with_outcome(entry: InboxEntry, effect: EventOutcome, at: datetime, *, again_after: timedelta) -> InboxEntry:
    """A new entry as it is kept after its first try."""
    if effect.status is EventStatus.DUE:
        return replace(entry, attempts=1, not_before=at + again_after, reason=effect.reason)
    event = entry.event if effect.status.keeps_payload else replace(entry.event, payload="")
    return replace(
        entry, event=event, status=effect.status, reason=effect.reason, order_id=effect.order_id, settled_at=at
    )


async def record(
    inbox: Inbox, event_id: EventId, effect: EventOutcome, at: datetime, *, again_after: timedelta
) -> None:
    """Settle a kept event that is due, or put it off. Raises `StoreUnavailable`; it then comes again."""
    if effect.status is EventStatus.DUE:
        await inbox.postpone(event_id, until=at + again_after, reason=effect.reason or "due")
    else:
        await inbox.settle(event_id, effect.status, reason=effect.reason, order_id=effect.order_id, at=at)
