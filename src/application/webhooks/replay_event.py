"""Apply an event again because a person asked."""

from dataclasses import dataclass

from application.ports.storage.inbox import Inbox, InboxEntry, InboxSearch
from application.ports.system.clock import Clock
from application.webhooks.apply_event import ApplyEvent
from application.webhooks.errors import EventForgotten
from application.webhooks.event_outcome import record
from application.webhooks.receive_event import RETRY_AFTER
from application.webhooks.show_event import ShowEvent
from domain.identifiers.types import EventId


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplayEvent:
    """Safe at any time: an event that had its effect has none again."""

    search: InboxSearch
    inbox: Inbox
    show_event: ShowEvent
    apply_event: ApplyEvent
    clock: Clock

    async def __call__(self, event_id: EventId) -> InboxEntry:
        """Returns the event as it then is.

        Raises `NotFound`, `EventForgotten`, what `EventRecords` raises, and `StoreUnavailable`: the event is then left
        as it was, or due for the worker.
        """
        entry = await self.show_event.whole(event_id)
        if not await self.search.revive(entry.event, self.clock.now()):
            # It had been kept for as long as events are, and went after it was shown.
            raise EventForgotten(event_id)
        # As it was shown: a worker may have applied it since, and so removed its payload.
        effect = await self.apply_event(entry)
        await record(self.inbox, event_id, effect, self.clock.now(), again_after=RETRY_AFTER)
        return await self.search.get(event_id) or entry
