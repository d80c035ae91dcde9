"""One call of every method that reads many documents, or claims some, for tests of what is sent to MongoDB."""

from __future__ import annotations

from datetime import UTC, timedelta

from application.ports.storage.deliveries import DeliveryStatus
from application.ports.storage.inbox import EventStatus
from application.ports.storage.order_search import OrderFilters
from domain.customers.user import User
from domain.disputes.dispute import DisputeStatus
from domain.identifiers.types import ChargeId, CustomerId, EventId, PaymentIntentId
from domain.orders.order import OrderStatus, PaymentStatus
from tests.builders import checkout, inbox_entry, paid, product, user
from tests.contracts.stores.stores import ENDPOINTS, Stores
from tests.when import AT, after

LEASE = timedelta(seconds=60)


async def every_kind_of_call(stores: Stores) -> None:
    """Calls every store on a database with two orders, a user, a product and an event."""
    await _orders(stores)
    await _workers(stores)
    await _users(stores, await stores.users.add(user()))
    await stores.catalog_import.put(product())
    await stores.catalog.products()
    entry = inbox_entry()
    for _ in range(2):
        await stores.inbox.receive(entry)
    for status in (None, *EventStatus):
        await stores.inbox_search.page(status=status, limit=5, cursor=None)
    await stores.inbox_search.get(EventId("evt_none"))
    await stores.inbox_search.revive(entry.event, AT)
    await stores.marks.move("events", AT)
    await stores.marks.get("events")
    await stores.leases.acquire("relay", "holder", AT, after(9))
    await stores.backlog.figures(AT)


async def _orders(stores: Stores) -> None:
    order = await stores.orders.add(checkout())
    order = await stores.orders.save(paid(order))
    await stores.orders.add(checkout())
    await stores.orders.get(order.id)
    await stores.orders.by_intent(PaymentIntentId("pi_none"))
    await stores.orders.by_charge(ChargeId("ch_none"))
    for user_id in (None, order.user_id):
        for status in (None, OrderStatus.CONFIRMED):
            first = await stores.order_search.page(user_id=user_id, status=status, limit=1, cursor=None)
            await stores.order_search.page(user_id=user_id, status=status, limit=1, cursor=first.cursor)
    for filters in (
        OrderFilters(email="ada@shop.example", currency="usd"),
        OrderFilters(reference="R-12.99"),
        *(OrderFilters(stripe_id=stripe_id) for stripe_id in ("pi_none", "ch_none", "re_none", "du_none")),
        OrderFilters(payment_status=PaymentStatus.SUCCEEDED),
        OrderFilters(created_from=AT, created_to=after(9)),
        OrderFilters(total=1299),
    ):
        await stores.order_search.page(user_id=None, status=None, limit=5, cursor=None, filters=filters)
    first = await stores.open_cases.disputes(statuses=None, limit=1, cursor=None)
    await stores.open_cases.disputes(statuses=tuple(DisputeStatus), limit=1, cursor=first.cursor)
    await stores.open_cases.refunds(since=AT, limit=5)
    await stores.open_cases.lapsing_authorizations(before=AT, limit=5)
    await stores.order_search.daily(AT.date(), AT.date(), UTC)
    await stores.order_search.last_paid_with(order.user_id)
    assert [each async for each in stores.order_search.watched(AT)]
    assert [each async for each in stores.order_search.paid_since(after(days=-1))]
    assert [each async for each in stores.histories.all()]
    await stores.histories.entries(order.id)


async def _workers(stores: Stores) -> None:
    await stores.due_orders.claim(after(days=9), LEASE, 5)
    await stores.outbox.claim(AT, LEASE, 5)
    await stores.inbox.claim(AT, LEASE, 5)
    await stores.alerts.claim(AT, LEASE, 5)
    await stores.alerts.put_off("none", AT)
    for endpoint in ENDPOINTS:
        await stores.shop_outbox.pending(endpoint.id, AT, 5)
        await stores.shop_outbox.oldest_failure(endpoint.id)
    changed = await stores.order_changes.after(None, limit=5, now=AT)
    await stores.order_changes.after(changed.cursor, limit=5, now=AT)
    for status in (None, *DeliveryStatus):
        await stores.deliveries.page(status=status, limit=5, cursor=None)


async def _users(stores: Stores, shopper: User) -> None:
    await stores.users.by_customer(CustomerId("cus_none"))
    await stores.users.record_customer(shopper.id, 0, CustomerId("cus_1"))
    for _ in range(2):
        await stores.declines.begin(shopper.id, "attempt-1", AT, since=AT, limit=10)
    await stores.declines.end(shopper.id, "attempt-1")
