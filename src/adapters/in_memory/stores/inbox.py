"""The webhook events in memory."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from adapters.in_memory.stores.paging import page_of
from adapters.in_memory.stores.store_faults import StoreFaults
from application.ports.storage.inbox import EventStatus, InboxEntry, InboxPage
from application.ports.stripe.events import Event
from domain.identifiers.types import EventId, OrderId

_ALWAYS = datetime.min.replace(tzinfo=UTC)


class InMemoryInbox:
    """Keeps the ports `Inbox` and `InboxSearch`; it forgets nothing."""

    def __init__(self, faults: StoreFaults | None = None) -> None:
        self.faults = faults or StoreFaults()
        self._entries: dict[EventId, InboxEntry] = {}

    @property
    def kept(self) -> list[InboxEntry]:
        """Everything that was received."""
        return list(self._entries.values())

    async def receive(self, entry: InboxEntry) -> InboxEntry | None:
        async with self.faults.call():
            stored = self._entries.get(entry.event.id)
            if stored is None:
                self._entries[entry.event.id] = entry
        return stored

    async def settle(
        self, event_id: EventId, status: EventStatus, *, reason: str | None, order_id: OrderId | None, at: datetime
    ) -> None:
        async with self.faults.call():
            entry = self._entries.get(event_id)
            if entry is not None and entry.status is not EventStatus.APPLIED:
                event = entry.event if status.keeps_payload else replace(entry.event, payload="")
                self._entries[event_id] = replace(
                    entry, event=event, status=status, reason=reason, order_id=order_id, settled_at=at, not_before=None
                )

    async def postpone(self, event_id: EventId, *, until: datetime, reason: str) -> None:
        async with self.faults.call():
            entry = self._entries.get(event_id)
            if entry is not None and entry.status is EventStatus.DUE:
                self._entries[event_id] = replace(entry, not_before=until, reason=reason, attempts=entry.attempts + 1)

    async def claim(self, now: datetime, lease: timedelta, limit: int) -> Sequence[InboxEntry]:
        async with self.faults.call():
            due = [
                entry
                for entry in self._entries.values()
                if entry.status is EventStatus.DUE and (entry.not_before or _ALWAYS) <= now
            ]
            due.sort(key=lambda entry: (entry.not_before or _ALWAYS, entry.event.id))
            claimed = [replace(entry, not_before=now + lease) for entry in due[:limit]]
            self._entries.update({entry.event.id: entry for entry in claimed})
        return claimed

    async def get(self, event_id: EventId) -> InboxEntry | None:
        async with self.faults.call():
            return self._entries.get(event_id)

    async def page(self, *, status: EventStatus | None, limit: int, cursor: str | None) -> InboxPage:
        async with self.faults.call():
            entries, after = page_of(
                (entry for entry in self._entries.values() if status in (None, entry.status)),
                lambda entry: (entry.received_at, entry.event.id),
                limit,
                cursor,
            )
        return InboxPage(entries=entries, cursor=after)

    async def revive(self, event: Event, at: datetime) -> bool:
        async with self.faults.call():
            entry = self._entries.get(event.id)
            if entry is not None:
                whole = replace(entry.event, payload=event.payload)
                self._entries[event.id] = replace(
                    entry, event=whole, status=EventStatus.DUE, not_before=at, settled_at=None
                )
        return entry is not None
