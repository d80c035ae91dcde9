"""Measures how late events arrive and counts what becomes of them."""

from collections import OrderedDict
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

import structlog
from prometheus_client import Counter, Histogram

from application.ports.storage.inbox import EventStatus, Inbox, InboxEntry
from domain.identifiers.types import EventId, OrderId

EVENT_LAG: Final = Histogram(
    "till_event_lag_seconds",
    "From an event's creation at Stripe, in whole seconds, until it was first received.",
    buckets=(1, 2, 5, 10, 30, 60, 300, 900, 3600, 6 * 3600, 24 * 3600, 72 * 3600),
)
EVENTS: Final = Counter("till_events", "Events by what became of them.", ["type", "status"])
EVENTS_REPEATED: Final = Counter("till_events_repeated", "Events that were delivered again.")

_REMEMBERED: Final = 1024
"""More events than one process ever has under way."""
_REPLAYED: Final = "replayed"


class WatchedInbox:
    """Implements the port `Inbox` around another."""

    def __init__(self, inbox: Inbox) -> None:
        self._inbox = inbox
        self._types: OrderedDict[EventId, str] = OrderedDict()
        self._log = structlog.get_logger("till.events")

    async def receive(self, entry: InboxEntry) -> InboxEntry | None:
        """As the port says."""
        known = await self._inbox.receive(entry)
        if known is not None:
            self._remember(entry)
            EVENTS_REPEATED.inc()
            return known
        EVENT_LAG.observe(max(0.0, (entry.received_at - entry.event.created).total_seconds()))
        event = entry.event
        if entry.status is EventStatus.DUE:
            self._log_postponed(event.id, event.type, entry.reason)
        else:
            self._log_settled(event.id, event.type, entry.status, entry.reason, entry.order_id)
        return None

    async def settle(
        self, event_id: EventId, status: EventStatus, *, reason: str | None, order_id: OrderId | None, at: datetime
    ) -> None:
        """As the port says."""
        await self._inbox.settle(event_id, status, reason=reason, order_id=order_id, at=at)
        self._log_settled(event_id, self._types.pop(event_id, _REPLAYED), status, reason, order_id)

    async def postpone(self, event_id: EventId, *, until: datetime, reason: str) -> None:
        """As the port says."""
        await self._inbox.postpone(event_id, until=until, reason=reason)
        self._log_postponed(event_id, self._types.get(event_id, _REPLAYED), reason)

    async def claim(self, now: datetime, lease: timedelta, limit: int) -> Sequence[InboxEntry]:
        """As the port says."""
        claimed = await self._inbox.claim(now, lease, limit)
        for entry in claimed:
            self._remember(entry)
        return claimed

    def _log_settled(
        self, event_id: EventId, event_type: str, status: EventStatus, reason: str | None, order_id: OrderId | None
    ) -> None:
        EVENTS.labels(event_type, status.value).inc()
        self._log.info(
            "event_settled", event_id=event_id, type=event_type, status=status.value, reason=reason, order_id=order_id
        )

    def _log_postponed(self, event_id: EventId, event_type: str, reason: str | None) -> None:
        # The kind of a fault alone: its message may quote what a shopper wrote.
        kind = (reason or "").partition(":")[0]
        self._log.info("event_put_off", event_id=event_id, type=event_type, reason=kind)

    def _remember(self, entry: InboxEntry) -> None:
        """Remembers the type, which settling does not name; the oldest are dropped first."""
        self._types[entry.event.id] = entry.event.type
        self._types.move_to_end(entry.event.id)
        if len(self._types) > _REMEMBERED:
            self._types.popitem(last=False)
