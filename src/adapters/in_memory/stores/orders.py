"""The orders in memory, with versions and histories as in the real store."""

from dataclasses import replace

from adapters.in_memory.stores.stored_order import (
    Cursor,
    OrderTable,
    calls_for,
    count_declines,
    frozen,
    head_after,
    shop_cursors,
    stored_after_save,
)
from application.ports.storage.failures import DuplicateOrder, StaleOrder
from application.ports.storage.outbox import Audience
from domain.identifiers.types import ChargeId, OrderId, PaymentIntentId
from domain.orders.history import chained
from domain.orders.order import Order


class InMemoryOrders:
    """Keeps the port `Orders`; `audit_secret` signs the histories."""

    def __init__(self, table: OrderTable, audit_secret: bytes) -> None:
        self._table = table
        self._audit_secret = audit_secret

    async def add(self, order: Order) -> Order:
        async with self._table.faults.call():
            if order.id in self._table.stored:
                raise DuplicateOrder(order.id)
            count_declines(self._table, order)
            entries = frozen(chained(order.id, order.head, order.changes, self._audit_secret))
            saved = order.saved(1, head_after(order, entries))
            cursors = {
                audience: Cursor(due=calls_for(audience, entries), not_before=order.created_at) for audience in Audience
            }
            self._table.stored[order.id] = stored_after_save(
                self._table, saved, entries, cursors, shop_cursors(self._table, {}, entries)
            )
        return saved

    async def save(self, order: Order) -> Order:
        async with self._table.faults.call():
            stored = self._table.stored.get(order.id)
            if stored is None or stored.order.version != order.version:
                raise StaleOrder(order.id)
            count_declines(self._table, order)
            entries = frozen(chained(order.id, order.head, order.changes, self._audit_secret))
            saved = order.saved(order.version + 1, head_after(order, entries))
            cursors = {
                audience: replace(cursor, due=cursor.due or calls_for(audience, entries))
                for audience, cursor in stored.cursors.items()
            }
            self._table.stored[order.id] = stored_after_save(
                self._table, saved, stored.entries + entries, cursors, shop_cursors(self._table, stored.shop, entries)
            )
        return saved

    async def get(self, order_id: OrderId) -> Order | None:
        async with self._table.faults.call():
            stored = self._table.stored.get(order_id)
        return stored.order if stored else None

    async def by_intent(self, payment_intent_id: PaymentIntentId) -> Order | None:
        async with self._table.faults.call():
            found = [
                stored.order for stored in self._table.stored.values() if stored.order.intent.id == payment_intent_id
            ]
        return found[0] if found else None

    async def by_charge(self, charge_id: ChargeId) -> Order | None:
        async with self._table.faults.call():
            found = [
                stored.order for stored in self._table.stored.values() if stored.order.intent.charge_id == charge_id
            ]
        return found[0] if found else None
