"""The sender's side of the shop's cursors in memory."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from adapters.in_memory.stores.stored_order import OrderTable, StoredOrder
from application.ports.shop.webhooks import EndpointId
from application.ports.storage.shop_outbox import DeliveryOutcome, PendingDeliveries, ShopCursor


class InMemoryShopOutbox:
    """Keeps the port `ShopOutbox`."""

    def __init__(self, table: OrderTable) -> None:
        self._table = table

    async def pending(self, endpoint_id: EndpointId, now: datetime, limit: int) -> Sequence[PendingDeliveries]:
        async with self._table.faults.call():
            due = sorted(
                (cursor.not_before, stored.order.id)
                for stored in self._table.stored.values()
                if (cursor := stored.shop.get(endpoint_id)) and cursor.due and cursor.not_before <= now
            )
            return [_pending(self._table.stored[order_id], endpoint_id) for _, order_id in due[:limit]]

    async def settle(self, pending: PendingDeliveries, through: int, outcome: DeliveryOutcome | None) -> bool:
        async with self._table.faults.call():
            stored, cursor = self._at(pending)
            if cursor.next > (through if outcome else through + 1):
                return False
            rests = through >= pending.order.head.seq == stored.order.head.seq and not cursor.again
            self._put(stored, pending, replace(_kept(cursor, outcome), next=through + 1, due=not rests))
            return True

    async def settle_again(self, pending: PendingDeliveries, outcome: DeliveryOutcome) -> bool:
        async with self._table.faults.call():
            stored, cursor = self._at(pending)
            if outcome.seq not in cursor.again:
                return False
            again = tuple(seq for seq in cursor.again if seq != outcome.seq)
            rests = not again and cursor.next > stored.order.head.seq
            self._put(stored, pending, replace(_kept(cursor, outcome), again=again, due=not rests))
            return True

    async def put_off(
        self, pending: PendingDeliveries, seq: int, *, until: datetime, failing_since: datetime, reason: str
    ) -> None:
        async with self._table.faults.call():
            stored, cursor = self._at(pending)
            if cursor.next > seq and seq not in cursor.again:
                return
            waits = replace(
                cursor,
                not_before=until,
                failing_since=failing_since,
                reason=reason,
                attempts=cursor.attempts + 1,
            )
            self._put(stored, pending, waits)

    async def oldest_failure(self, endpoint_id: EndpointId) -> datetime | None:
        async with self._table.faults.call():
            cursors = [stored.shop[endpoint_id] for stored in self._table.stored.values() if endpoint_id in stored.shop]
            return min((cursor.failing_since for cursor in cursors if cursor.failing_since), default=None)

    def _at(self, pending: PendingDeliveries) -> tuple[StoredOrder, ShopCursor]:
        stored = self._table.stored[pending.order.id]
        return stored, stored.shop[pending.endpoint_id]

    def _put(self, stored: StoredOrder, pending: PendingDeliveries, cursor: ShopCursor) -> None:
        shop = {**stored.shop, pending.endpoint_id: cursor}
        self._table.stored[pending.order.id] = replace(stored, shop=shop)


def _kept(cursor: ShopCursor, outcome: DeliveryOutcome | None) -> ShopCursor:
    log = (*cursor.log, outcome) if outcome else cursor.log
    return replace(cursor, attempts=0, failing_since=None, reason=None, log=log)


def _pending(stored: StoredOrder, endpoint_id: EndpointId) -> PendingDeliveries:
    cursor = stored.shop[endpoint_id]
    return PendingDeliveries(
        endpoint_id=endpoint_id,
        order=stored.order,
        again=tuple(entry for entry in stored.entries if entry.seq in cursor.again),
        entries=stored.entries[cursor.next - 1 :],
        attempts=cursor.attempts,
        failing_since=cursor.failing_since,
    )
