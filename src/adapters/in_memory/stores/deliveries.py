"""What was sent to the shop's endpoints and what waits, in memory."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from adapters.in_memory.stores.paging import after_change, change_place
from adapters.in_memory.stores.stored_order import OrderTable, StoredOrder
from application.ports.storage.deliveries import Delivery, DeliveryId, DeliveryPage, DeliveryStatus, deliveries_of
from domain.identifiers.types import OrderId


class InMemoryDeliveries:
    """Keeps the port `Deliveries`."""

    def __init__(self, table: OrderTable) -> None:
        self._table = table

    async def page(
        self, *, status: DeliveryStatus | None, limit: int, cursor: str | None, since: datetime | None = None
    ) -> DeliveryPage:
        async with self._table.faults.call():
            before = change_place(cursor) if cursor is not None else None
            found = sorted(
                (
                    stored
                    for stored in self._table.stored.values()
                    if (before is None or stored.changed < before)
                    and (since is None or stored.order.updated_at >= since)
                    and any(status in (None, delivery.status) for delivery in _deliveries(stored))
                ),
                key=lambda stored: -stored.changed,
            )
            deliveries = [
                delivery
                for stored in found[:limit]
                for delivery in _deliveries(stored)
                if status in (None, delivery.status)
            ]
            more = len(found) > limit
            return DeliveryPage(
                deliveries=tuple(deliveries), cursor=after_change(found[limit - 1].changed) if more else None
            )

    async def of_order(self, order_id: OrderId) -> Sequence[Delivery]:
        async with self._table.faults.call():
            stored = self._table.stored.get(order_id)
            return list(_deliveries(stored)) if stored else []

    async def resend(self, delivery: DeliveryId, at: datetime) -> bool:
        async with self._table.faults.call():
            stored = self._table.stored.get(delivery.order_id)
            if stored is None or all(known.id != delivery for known in _deliveries(stored)):
                return False
            cursor = stored.shop[delivery.endpoint_id]
            again = cursor.again
            if delivery.seq < cursor.next:
                again = tuple(sorted({*again, delivery.seq}))
            due = replace(cursor, due=True, not_before=at, again=again)
            self._table.stored[delivery.order_id] = replace(stored, shop={**stored.shop, delivery.endpoint_id: due})
            return True


def _deliveries(stored: StoredOrder) -> Iterator[Delivery]:
    return deliveries_of(stored.order.id, stored.entries, stored.shop)
