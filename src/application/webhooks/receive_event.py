"""Receive a webhook: keep it, then let it have its effect."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta

from application.errors import StaleOrder, StoreUnavailable
from application.ports.clock import Clock
from application.ports.events import Event, EventReader, EventStatus, Inbox, InboxEntry
from application.webhooks.apply_event import ApplyEvent

LEFT_TO_US = timedelta(seconds=30)
"""The worker leaves an event to the process that received it for so long."""

RETRY_UNMATCHED_AFTER = timedelta(seconds=15)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiveEvent:
    """Acknowledged means stored: an effect that fails now is the worker's to finish."""

    events: EventReader
    inbox: Inbox
    apply_event: ApplyEvent
    clock: Clock

    async def __call__(self, body: bytes, signature: str | None) -> None:
        """Raises `InvalidSignature` or `InvalidEvent`, with nothing stored, or `StoreUnavailable`."""
        await self.take(self.events.open(body, signature, self.clock.now()))

    async def take(self, event: Event) -> bool:
        """Keep an event that is known to be Stripe's; answers whether it is new. Raises `StoreUnavailable`."""
        now = self.clock.now()
        entry = InboxEntry(event=event, status=EventStatus.DUE, received_at=now, not_before=now + LEFT_TO_US)
        known = await self.inbox.receive(entry)
        if known is not None and known.status is not EventStatus.DUE:
            return False
        try:
            effect = await self.apply_event(known or entry)
            if effect.status is EventStatus.DUE:
                await self.inbox.postpone(
                    event.id, until=self.clock.now() + RETRY_UNMATCHED_AFTER, reason=effect.reason or "due"
                )
            else:
                await self.inbox.settle(
                    event.id, effect.status, reason=effect.reason, order_id=effect.order_id, at=self.clock.now()
                )
        except (StoreUnavailable, StaleOrder):
            # It is stored as due, which is all that an acknowledgement promises.
            pass
        except Exception as fault:  # noqa: BLE001 - stored is acknowledged: the worker tries again, then tells a person
            with suppress(StoreUnavailable):
                reason = f"{type(fault).__name__}: {fault}"
                await self.inbox.postpone(event.id, until=self.clock.now() + RETRY_UNMATCHED_AFTER, reason=reason)
        return known is None
