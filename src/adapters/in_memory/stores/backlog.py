"""The backlog of the stores in memory."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime

from adapters.in_memory.stores.alerts import InMemoryAlerts
from adapters.in_memory.stores.inbox import InMemoryInbox
from adapters.in_memory.stores.stored_order import OrderTable, StoredOrder, calls_for
from application.ports.edge.backlog import RECENT, BacklogFigures
from application.ports.storage.deliveries import DeliveryStatus, deliveries_of
from application.ports.storage.inbox import EventStatus, InboxEntry
from domain.facts.outcome import FactOutcome
from domain.orders.holds import HoldReason
from domain.orders.order import OrderStatus


class InMemoryBacklog:
    """Keeps the port `Backlog`."""

    def __init__(self, table: OrderTable, inbox: InMemoryInbox, alerts: InMemoryAlerts) -> None:
        self._table = table
        self._inbox = inbox
        self._alerts = alerts

    async def figures(self, now: datetime) -> BacklogFigures:
        async with self._table.faults.call():
            stored = list(self._table.stored.values())
            orders = [each.order for each in stored]
            events = self._inbox.kept
            deliveries = [
                delivery for each in stored for delivery in deliveries_of(each.order.id, each.entries, each.shop)
            ]
            holds = Counter(hold.reason for order in orders for hold in order.holds if hold.is_open)
            statuses = Counter(order.status for order in orders if order.created_at >= now - RECENT)
            return BacklogFigures(
                oldest_due_event=_age(
                    now, map(_waits_since, (entry for entry in events if entry.status is EventStatus.DUE))
                ),
                oldest_pending=_age(now, self._pending(stored)),
                oldest_undelivered=_age(
                    now, (each.happened_at for each in deliveries if each.status is DeliveryStatus.PENDING)
                ),
                set_aside=sum(each.status is DeliveryStatus.SET_ASIDE for each in deliveries),
                dead_letters=sum(entry.status is EventStatus.DEAD for entry in events),
                unknown_refunds=sum(refund.outcome_unknown for order in orders for refund in order.requested_refunds),
                open_holds={reason: holds[reason] for reason in HoldReason},
                recent_orders={status: statuses[status] for status in OrderStatus},
            )

    def _pending(self, orders: list[StoredOrder]) -> Iterator[datetime]:
        for stored in orders:
            for audience, cursor in stored.cursors.items():
                if cursor.due:
                    waiting = stored.entries[cursor.next - 1 :]
                    yield from (entry.at for entry in waiting if calls_for(audience, (entry,)))
        yield from (alert.at for alert in self._alerts.raised.values() if alert.id not in self._alerts.mailed)


def _waits_since(due: InboxEntry) -> datetime:
    return due.not_before or due.received_at if due.reason == FactOutcome.UNMATCHED else due.received_at


def _age(now: datetime, moments: Iterator[datetime]) -> float:
    return max(0.0, (now - min(moments, default=now)).total_seconds())
