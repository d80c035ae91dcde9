"""Show an event with its payload, wherever that is kept."""

from dataclasses import dataclass, replace

from application.orders.errors import NotFound
from application.ports.storage.inbox import InboxEntry, InboxSearch
from application.ports.stripe.failures import Missing, PermissionMissing
from application.ports.stripe.records import EventRecords
from domain.identifiers.types import EventId


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowEvent:
    """A payload names and locates people, so Till keeps it only while the event is due or dead; Stripe has the rest."""

    search: InboxSearch
    records: EventRecords

    async def __call__(self, event_id: EventId) -> InboxEntry:
        """Returns the event, its payload empty where Stripe has it no more or our key may not read events.

        Raises `NotFound` for one that was never received, `StoreUnavailable`, and what `EventRecords` raises.
        """
        entry = await self.search.get(event_id)
        if entry is None:
            raise NotFound("event")
        if entry.event.payload:
            return entry
        try:
            event = await self.records.event(event_id)
        except (Missing, PermissionMissing):
            return entry
        return replace(entry, event=replace(entry.event, payload=event.payload))
