"""Receive a webhook: apply the event, and store it with what became of it."""

from dataclasses import dataclass
from datetime import timedelta

from application.ports.storage.failures import StaleOrder
from application.ports.storage.inbox import EventStatus, Inbox, InboxEntry
from application.ports.stripe.events import Event, EventReader
from application.ports.system.clock import Clock
from application.ports.system.fault_reports import FaultReports
from application.ports.unavailable import Unavailable
from application.webhooks.apply_event import ApplyEvent
from application.webhooks.event_outcome import EventOutcome, record, with_outcome

RETRY_AFTER = timedelta(seconds=15)
"""Events about a payment that is not known yet are mostly a few seconds early."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiveEvent:
    """An acknowledged event is stored: an effect that fails now is applied by the worker.

    It is applied first and stored after: a process that dies between the two has acknowledged nothing, so Stripe sends
    the event again, and an effect that is there already is not repeated. That saves a write for each event.
    """

    events: EventReader
    inbox: Inbox
    apply_event: ApplyEvent
    fault_reports: FaultReports
    clock: Clock

    def check_signature_header(self, signature: str | None) -> None:
        """Raises `InvalidSignature` for a header that no body can match, so that its body need not be read."""
        self.events.check_header(signature, self.clock.now())

    async def __call__(self, body: bytes, signature: str | None) -> None:
        """Raises `InvalidSignature` or `InvalidEvent`, with nothing stored, or `StoreUnavailable`."""
        await self.take(self.events.open(body, signature, self.clock.now()))

    async def take(self, event: Event) -> None:
        """Apply and keep an event that is known to be Stripe's. Raises `StoreUnavailable`: it is then not kept."""
        entry = InboxEntry(event=event, status=EventStatus.DUE, received_at=self.clock.now())
        effect = await self._tried(entry)
        now = self.clock.now()
        known = await self.inbox.receive(with_outcome(entry, effect, now, again_after=RETRY_AFTER))
        if known is not None and effect.status not in (EventStatus.DUE, known.status):
            await record(self.inbox, event.id, effect, now, again_after=RETRY_AFTER)

    async def _tried(self, entry: InboxEntry) -> EventOutcome:
        try:
            return await self.apply_event(entry)
        except (Unavailable, StaleOrder) as passing:
            return EventOutcome(status=EventStatus.DUE, reason=type(passing).__name__)
        except Exception as fault:  # noqa: BLE001 - stored is acknowledged: the worker retries, then alerts a person
            self.fault_reports.report(fault, subject=entry.event.id)
            return EventOutcome(status=EventStatus.DUE, reason=f"{type(fault).__name__}: {fault}")
