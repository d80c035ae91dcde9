"""Apply the events that are due: those whose first process died, failed, or came too early."""

from dataclasses import dataclass
from datetime import timedelta

from application.ports.storage.failures import StaleOrder
from application.ports.storage.inbox import EventStatus, Inbox, InboxEntry
from application.ports.system.clock import Clock
from application.ports.system.fault_reports import FaultReports
from application.ports.unavailable import Unavailable
from application.webhooks.apply_event import ApplyEvent
from application.webhooks.event_outcome import EventOutcome, record

LEASE = timedelta(seconds=60)
BATCH = 20
MAX_ATTEMPTS = 15
"""With the pauses below, about nine hours; then a person must look."""
FIRST_PAUSE = timedelta(seconds=15)
LONGEST_PAUSE = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class RetryEvents:
    """One event that can't be applied holds up no other."""

    inbox: Inbox
    apply_event: ApplyEvent
    fault_reports: FaultReports
    clock: Clock

    async def __call__(self) -> int:
        """How many events were tried. Raises `StoreUnavailable`."""
        claimed = await self.inbox.claim(self.clock.now(), LEASE, BATCH)
        for entry in claimed:
            effect = await self._tried(entry)
            pause = min(FIRST_PAUSE * 2 ** min(entry.attempts, 10), LONGEST_PAUSE)
            await record(self.inbox, entry.event.id, effect, self.clock.now(), again_after=pause)
        return len(claimed)

    async def _tried(self, entry: InboxEntry) -> EventOutcome:
        try:
            return await self.apply_event(entry)
        except (Unavailable, StaleOrder) as passing:
            # No fault of the event's: it is tried for as long as it takes.
            return EventOutcome(status=EventStatus.DUE, reason=type(passing).__name__)
        except Exception as fault:  # noqa: BLE001 - whatever an event breaks, it must not hold up the events behind it
            self.fault_reports.report(fault, subject=entry.event.id)
            reason = f"{type(fault).__name__}: {fault}"
            if entry.attempts + 1 >= MAX_ATTEMPTS:
                return await self.apply_event.given_up(entry, reason)
            return EventOutcome(status=EventStatus.DUE, reason=reason)
