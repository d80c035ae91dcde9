"""Send an order's events to one of the shop's endpoints, in the order in which they happened."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from application.notifications.delivery_schedule import next_try
from application.ports.shop.webhooks import Endpoint, NotDelivered, ShopWebhooks
from application.ports.storage.alerts import Alert, Alerts
from application.ports.storage.shop_outbox import DeliveryOutcome, PendingDeliveries, ShopOutbox
from application.ports.system.clock import Clock
from application.ports.system.fault_reports import FaultReports
from domain.identifiers.order_number import order_number
from domain.orders.shop_message import ShopMessage, shop_message

SENDING = timedelta(seconds=20)
"""More than one try may take: none is begun with less of the lease left, or two processes might send at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliverEventsCommand:
    """What is pending for an endpoint, and until when the caller holds the lease on it."""

    endpoint: Endpoint
    pending: PendingDeliveries
    leased_until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliverEvents:
    """Sends until something fails; then the order's later events wait for that one, and no other order does."""

    outbox: ShopOutbox
    webhooks: ShopWebhooks
    alerts: Alerts
    fault_reports: FaultReports
    clock: Clock

    async def __call__(self, command: DeliverEventsCommand) -> int:
        """Returns how many events were dealt with. Raises `StoreUnavailable`."""
        pending = command.pending
        again = [message for entry in pending.again if (message := shop_message(pending.order, entry))]
        events = [message for entry in pending.entries if (message := shop_message(pending.order, entry))]
        attempts, failing_since = pending.attempts, pending.failing_since
        for count, message in enumerate((*again, *events)):
            if self.clock.now() + SENDING >= command.leased_until:
                return count
            outcome = await self._outcome(command, message, attempts, failing_since)
            if outcome is None:
                return count
            attempts, failing_since = 0, None
            if count < len(again):
                settled = await self.outbox.settle_again(pending, outcome)
            else:
                # The last event takes the cursor past all that follows it and calls for none.
                through = pending.order.head.seq if message is events[-1] else message.seq
                settled = await self.outbox.settle(pending, through, outcome)
            if not settled:
                return count
        if not events and (pending.entries or not again):
            await self.outbox.settle(pending, pending.order.head.seq, None)
        return len(again) + len(events)

    async def _outcome(
        self, command: DeliverEventsCommand, message: ShopMessage, attempts: int, failing_since: datetime | None
    ) -> DeliveryOutcome | None:
        """Sends an event; returns None where it is to be sent again later."""
        try:
            await self.webhooks.send(command.endpoint, message, self.clock.now())
        except NotDelivered as failed:
            reason = str(failed)
        except Exception as fault:  # noqa: BLE001 - an event that can't be written must not hold up those of others
            self.fault_reports.report(fault, subject=message.id)
            reason = type(fault).__name__
        else:
            return DeliveryOutcome(seq=message.seq, at=self.clock.now(), attempts=attempts + 1)
        now = self.clock.now()
        since = failing_since or now
        until = next_try(attempts + 1, since, now, f"{command.endpoint.id}:{message.id}")
        if until is not None:
            await self.outbox.put_off(command.pending, message.seq, until=until, failing_since=since, reason=reason)
            return None
        await self._alert(command.endpoint, message, attempts + 1, reason, now)
        return DeliveryOutcome(seq=message.seq, at=now, attempts=attempts + 1, reason=reason)

    async def _alert(self, endpoint: Endpoint, message: ShopMessage, attempts: int, reason: str, now: datetime) -> None:
        await self.alerts.raise_alert(
            Alert(
                id=f"event_undelivered:{message.id}:{endpoint.id}",
                kind="event_undelivered",
                detail=f"{message.type} {message.id} was not accepted in {attempts} tries over five days ({reason}): "
                f"`till deliveries resend {message.id}.{endpoint.id}` sends it again",
                order_number=order_number(message.order_id),
                at=now,
            )
        )
