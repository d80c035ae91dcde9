"""Apply an event again because a person asked."""

from dataclasses import dataclass

from application.orders.errors import NotFound
from application.ports.storage.inbox import Inbox, InboxEntry, InboxSearch
from application.ports.system.clock import Clock
from application.webhooks.apply_event import ApplyEvent
from application.webhooks.event_outcome import record
from application.webhooks.receive_event import RETRY_AFTER
from domain.identifiers.types import EventId


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplayEvent:
    """Safe at any time: an event that had its effect has none again."""

    search: InboxSearch
    inbox: Inbox
    apply_event: ApplyEvent
    clock: Clock

    async def __call__(self, event_id: EventId) -> InboxEntry:
        """The event as it then is. Raises `NotFound` and `StoreUnavailable`; it is then left due for the worker."""
        await self.search.revive(event_id, self.clock.now())
        entry = await self.search.get(event_id)
        if entry is None:
            raise NotFound("event")
        effect = await self.apply_event(entry)
        await record(self.inbox, event_id, effect, self.clock.now(), again_after=RETRY_AFTER)
        return await self.search.get(event_id) or entry
