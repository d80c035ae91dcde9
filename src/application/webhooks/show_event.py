"""Show an event with its payload, wherever that is kept."""

from contextlib import suppress
from dataclasses import dataclass, replace

from application.orders.errors import NotFound
from application.ports.storage.inbox import InboxEntry, InboxSearch
from application.ports.stripe.failures import Missing
from application.ports.stripe.records import EventRecords
from application.ports.unavailable import Unavailable
from application.webhooks.errors import EventForgotten
from domain.identifiers.types import EventId


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowEvent:
    """A payload names and locates people, so Till keeps it only while the event is due or dead; Stripe has the rest."""

    search: InboxSearch
    records: EventRecords

    async def __call__(self, event_id: EventId) -> InboxEntry:
        """Returns the event, its payload empty where Stripe has it no more or can't be asked.

        Raises `NotFound` for one that was never received, and `StoreUnavailable`.
        """
        entry = await self._received(event_id)
        with suppress(Missing, Unavailable):
            return await self._with_payload(entry)
        return entry

    async def whole(self, event_id: EventId) -> InboxEntry:
        """Returns the event with its payload.

        Raises `NotFound`, `EventForgotten`, `StoreUnavailable`, and what `EventRecords` raises.
        """
        entry = await self._received(event_id)
        try:
            return await self._with_payload(entry)
        except Missing:
            raise EventForgotten(event_id) from None

    async def _received(self, event_id: EventId) -> InboxEntry:
        entry = await self.search.get(event_id)
        if entry is None:
            raise NotFound("event")
        return entry

    async def _with_payload(self, entry: InboxEntry) -> InboxEntry:
        if entry.event.payload:
            return entry
        event = await self.records.event(entry.event.id)
        return replace(entry, event=replace(entry.event, payload=event.payload))
