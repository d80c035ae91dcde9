"""Let an event have its effect, and say what became of it."""

from dataclasses import dataclass
from datetime import timedelta

from application.orders.apply_fact import TakeInFact, Verdict
from application.ports.storage.alerts import Alert, Alerts
from application.ports.storage.inbox import EventStatus, InboxEntry
from application.ports.stripe.events import EventReader, Irrelevant, UnreadableEvent
from application.ports.system.clock import Clock
from application.webhooks.event_outcome import Effect

PATIENCE = timedelta(days=1)
"""News of a payment that isn't known yet may come before the payment's own; after a day it is somebody else's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplyEvent:
    """Applying an event again, at any time, changes nothing that it changed before."""

    events: EventReader
    take_in_fact: TakeInFact
    alerts: Alerts
    clock: Clock

    async def __call__(self, entry: InboxEntry) -> Effect:
        """Raises `StoreUnavailable`; the event then stays due."""
        try:
            fact = self.events.read(entry.event)
        except UnreadableEvent as unreadable:
            return await self.given_up(entry, str(unreadable))
        if isinstance(fact, Irrelevant):
            return Effect(status=EventStatus.IGNORED, reason=fact)
        taken = await self.take_in_fact(fact, cause=f"event:{entry.event.id}")
        match taken.verdict:
            case Verdict.TAKEN_IN:
                return Effect(status=EventStatus.APPLIED, order_id=taken.order.id if taken.order else None)
            case Verdict.STRAY:
                order_id = taken.order.id if taken.order else None
                return Effect(status=EventStatus.IGNORED, reason=Verdict.STRAY, order_id=order_id)
            case Verdict.UNMATCHED if self.clock.now() - entry.received_at < PATIENCE:
                return Effect(status=EventStatus.DUE, reason=Verdict.UNMATCHED)
            case _:
                return Effect(status=EventStatus.IGNORED, reason=Irrelevant.FOREIGN)

    async def given_up(self, entry: InboxEntry, reason: str) -> Effect:
        """A dead letter: the alert is stored first, so that none is ever dead in silence."""
        await self.alerts.raise_alert(
            Alert(
                id=f"dead_letter:{entry.event.id}",
                kind="dead_letter",
                detail=f"{entry.event.id} {entry.event.type}: {reason}",
                at=self.clock.now(),
            )
        )
        return Effect(status=EventStatus.DEAD, reason=reason)
