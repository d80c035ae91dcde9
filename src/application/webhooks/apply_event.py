"""Apply an event, and return what became of it."""

from dataclasses import dataclass
from datetime import timedelta

from application.checkout.stop_card_testing import StopCardTesting
from application.orders.apply_fact import ApplyFact, FactResult
from application.ports.storage.alerts import Alert, Alerts
from application.ports.storage.failures import StoreRefused
from application.ports.storage.inbox import EventStatus, InboxEntry
from application.ports.stripe.events import EventReader, Irrelevant, UnreadableEvent
from application.ports.system.clock import Clock
from application.webhooks.event_outcome import EventOutcome
from domain.facts.fact import Fact
from domain.facts.outcome import FactOutcome
from domain.facts.payment import PaymentFact

MATCH_WINDOW = timedelta(days=1)
"""Events about a payment may come before the payment's own; after a day it is somebody else's payment."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplyEvent:
    """Applying an event again, at any time, changes nothing that it changed before."""

    events: EventReader
    apply_fact: ApplyFact
    alerts: Alerts
    stop_card_testing: StopCardTesting
    clock: Clock

    async def __call__(self, entry: InboxEntry) -> EventOutcome:
        """Raises `Unavailable` or `StaleOrder`; the event then stays due.

        What the database refuses for good is a dead letter.
        """
        try:
            fact = self.events.read(entry.event)
        except UnreadableEvent as unreadable:
            return await self.given_up(entry, str(unreadable))
        if isinstance(fact, Irrelevant):
            return EventOutcome(status=EventStatus.IGNORED, reason=fact)
        try:
            result = await self.apply_fact(fact, cause=f"event:{entry.event.id}")
            if result.order is not None and result.outcome is FactOutcome.APPLIED and _is_decline(fact):
                await self.stop_card_testing(result.order.user_id, cause=f"event:{entry.event.id}")
        except StoreRefused as refused:
            return await self.given_up(entry, str(refused))
        return self._outcome(entry, result)

    def _outcome(self, entry: InboxEntry, result: FactResult) -> EventOutcome:
        match result.outcome:
            case FactOutcome.APPLIED:
                return EventOutcome(status=EventStatus.APPLIED, order_id=result.order.id if result.order else None)
            case FactOutcome.STRAY:
                order_id = result.order.id if result.order else None
                return EventOutcome(status=EventStatus.IGNORED, reason=FactOutcome.STRAY, order_id=order_id)
            case FactOutcome.UNMATCHED if self.clock.now() - entry.received_at < MATCH_WINDOW:
                return EventOutcome(status=EventStatus.DUE, reason=FactOutcome.UNMATCHED)
            case _:
                return EventOutcome(status=EventStatus.IGNORED, reason=Irrelevant.FOREIGN)

    async def given_up(self, entry: InboxEntry, reason: str) -> EventOutcome:
        """Returns the outcome of a dead letter, after its alert is stored, so that none is dead without one."""
        await self.alerts.raise_alert(
            Alert(
                id=f"dead_letter:{entry.event.id}",
                kind="dead_letter",
                detail=f"{entry.event.id} {entry.event.type}: {reason}",
                at=self.clock.now(),
            )
        )
        return EventOutcome(status=EventStatus.DEAD, reason=reason)


def _is_decline(fact: Fact) -> bool:
    return isinstance(fact, PaymentFact) and fact.failure is not None and fact.failure.declined
