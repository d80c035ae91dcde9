"""Apply an event again because a person asked."""

from dataclasses import dataclass

from application.errors import NotFound
from application.ports.clock import Clock
from application.ports.events import EventStatus, Inbox, InboxEntry, InboxSearch
from application.webhooks.apply_event import ApplyEvent
from application.webhooks.receive_event import RETRY_UNMATCHED_AFTER
from domain.identifiers import EventId


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
        now = self.clock.now()
        if effect.status is EventStatus.DUE:
            await self.inbox.postpone(event_id, until=now + RETRY_UNMATCHED_AFTER, reason=effect.reason or "due")
        else:
            await self.inbox.settle(event_id, effect.status, reason=effect.reason, order_id=effect.order_id, at=now)
        return await self.search.get(event_id) or entry
