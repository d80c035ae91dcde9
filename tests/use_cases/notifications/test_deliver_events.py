"""Events go to each endpoint in order, at least once, and nothing waits that has no need to."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from adapters.in_memory.shop.receivers import Receivers
from adapters.in_memory.stores.all_stores import InMemoryStores
from adapters.in_memory.system.clock import VirtualClock
from adapters.in_memory.system.fault_reports import RecordedFaults
from application.notifications.deliver_events import SENDING, DeliverEvents, DeliverEventsCommand
from application.notifications.delivery_schedule import GIVEN_UP_AFTER, next_try
from application.notifications.watch_endpoints import WatchEndpoints
from application.ports.shop.webhooks import Endpoint, endpoint_at
from application.ports.storage.deliveries import DeliveryId, DeliveryStatus
from domain.orders.order import Order
from domain.orders.shop_message import ShopMessage
from tests import builders, fact_builders
from tests.when import AT, after

SHOP = endpoint_at("https://shop.example/hooks")
STOCK = endpoint_at("https://stock.example/hooks")
LEASE = timedelta(days=30)


@dataclass
class Street:
    """A Till with two endpoints to notify."""

    clock: VirtualClock = field(default_factory=lambda: VirtualClock(AT))
    receivers: Receivers = field(default_factory=Receivers)
    faults: RecordedFaults = field(default_factory=RecordedFaults)
    stores: InMemoryStores = field(
        default_factory=lambda: InMemoryStores(builders.AUDIT_SECRET, endpoint_ids=(SHOP.id, STOCK.id))
    )

    async def paid(self) -> Order:
        # The waits between two tries follow from the order's id, so it is the same in every run.
        scope = builders.request_scope(f"order {len(self.stores.order_table.stored)}")
        started = await self.stores.orders.add(builders.checkout(order_origin=scope))
        return await self.stores.orders.save(builders.paid(started))

    def sender(self) -> DeliverEvents:
        return DeliverEvents(
            outbox=self.stores.shop_outbox,
            webhooks=self.receivers,
            alerts=self.stores.alerts,
            fault_reports=self.faults,
            clock=self.clock,
        )

    async def deliver(self, endpoint: Endpoint = SHOP, lease: timedelta = LEASE) -> int:
        """One round over all that is due at an endpoint."""
        deliver = self.sender()
        until = self.clock.now() + lease
        return sum(
            [
                await deliver(DeliverEventsCommand(endpoint=endpoint, pending=pending, leased_until=until))
                for pending in await self.stores.shop_outbox.pending(endpoint.id, self.clock.now(), 100)
            ]
        )

    def seqs(self, order: Order, endpoint: Endpoint = SHOP) -> list[int]:
        return [
            message.seq
            for place, message in self.receivers.posts
            if (place, message.order_id) == (endpoint.id, order.id)
        ]

    async def idle(self, endpoint: Endpoint = SHOP) -> bool:
        return not await self.stores.shop_outbox.pending(endpoint.id, self.clock.now() + timedelta(days=99), 10)

    async def watch(self) -> int:
        return await WatchEndpoints(
            endpoints=(SHOP, STOCK), outbox=self.stores.shop_outbox, alerts=self.stores.alerts, clock=self.clock
        )()


@pytest.fixture
def street() -> Street:
    return Street()


async def test_each_event_of_an_order_arrives_once_and_in_order(street: Street) -> None:
    order = await street.paid()
    order = await street.stores.orders.save(builders.with_facts(order, fact_builders.refund_fact(order, 301)))
    order = await street.stores.orders.save(builders.with_facts(order, fact_builders.dispute_fact(order)))
    assert await street.deliver() == 3
    assert street.seqs(order) == [3, 4, 5]
    assert await street.idle()
    assert street.seqs(order, STOCK) == []
    assert await street.deliver(STOCK) == 3
    assert street.receivers.orders[STOCK.id, order.id].figures == order.figures


async def test_what_was_recorded_after_the_last_event_and_calls_for_none_is_passed_with_it(street: Street) -> None:
    order = await street.paid()
    await street.stores.orders.save(builders.with_refund_reserved(order, 301))
    assert await street.deliver() == 1
    assert await street.idle()


async def test_silent_entries_that_were_recorded_during_a_delivery_are_passed_by_the_next(street: Street) -> None:
    order = await street.paid()
    (pending,) = await street.stores.shop_outbox.pending(SHOP.id, AT, 10)
    await street.stores.orders.save(builders.with_refund_reserved(order, 301))
    command = DeliverEventsCommand(endpoint=SHOP, pending=pending, leased_until=after(days=1))
    assert await street.sender()(command) == 1
    assert not await street.idle()
    assert await street.deliver() == 0
    assert await street.idle()


async def test_an_order_waits_for_its_own_event_and_for_no_other_order(street: Street) -> None:
    bad, good = await street.paid(), await street.paid()
    await street.stores.orders.save(builders.with_facts(bad, fact_builders.refund_fact(bad, 301)))
    street.receivers.refused[bad.id] = "status 500"
    await street.deliver()
    assert (street.seqs(bad), street.seqs(good)) == ([], [3])
    street.receivers.refused.clear()
    street.clock.advance(6)
    await street.deliver()
    assert street.seqs(bad) == [3, 4]


async def test_an_endpoint_that_is_down_holds_up_no_other(street: Street) -> None:
    order = await street.paid()
    street.receivers.down[SHOP.id] = "timeout"
    assert await street.deliver() == 0
    assert await street.deliver(STOCK) == 1
    assert street.seqs(order, STOCK) == [3]


async def test_an_event_whose_answer_was_lost_arrives_again_under_the_same_id(street: Street) -> None:
    order = await street.paid()
    street.receivers.answers_to_lose = 2
    for _ in range(3):
        await street.deliver()
        street.clock.advance(60)
    assert street.seqs(order) == [3, 3, 3]
    assert await street.idle()


async def test_nothing_is_sent_with_too_little_of_the_lease_left(street: Street) -> None:
    order = await street.paid()
    assert await street.deliver(lease=SENDING) == 0
    assert street.seqs(order) == []
    assert await street.deliver(lease=SENDING + timedelta(milliseconds=1)) == 1


async def test_a_sender_whose_lease_another_has_stops_at_the_first_event(street: Street) -> None:
    order = await street.paid()
    order = await street.stores.orders.save(builders.with_facts(order, fact_builders.refund_fact(order, 301)))
    (late,) = await street.stores.shop_outbox.pending(SHOP.id, AT, 10)
    await street.deliver()
    assert await street.sender()(DeliverEventsCommand(endpoint=SHOP, pending=late, leased_until=after(days=1))) == 0
    assert street.seqs(order) == [3, 4, 3]


async def test_after_five_days_an_event_is_set_aside_with_an_alert_and_the_next_one_follows(street: Street) -> None:
    order = await street.paid()
    order = await street.stores.orders.save(builders.with_facts(order, fact_builders.refund_fact(order, 301)))
    street.receivers.refused[order.id] = "status 410"
    tries = 0
    while not street.stores.alerts.raised:
        await street.deliver()
        tries += 1
        (pending,) = await street.stores.shop_outbox.pending(SHOP.id, after(days=99), 10)
        if pending.failing_since is None:
            break
        cursor = street.stores.order_table.stored[order.id].shop[SHOP.id]
        street.clock.advance(max(0.0, (cursor.not_before - street.clock.now()).total_seconds()))
    (alert,) = street.stores.alerts.raised.values()
    assert (alert.kind, alert.id) == ("event_undelivered", f"event_undelivered:{order.id}.3:{SHOP.id}")
    assert "status 410" in alert.detail
    assert GIVEN_UP_AFTER <= street.clock.now() - AT < GIVEN_UP_AFTER + timedelta(minutes=1)
    assert tries == 17
    street.receivers.refused.clear()
    street.clock.advance(6)
    await street.deliver()
    assert street.seqs(order) == [4]
    aside = await street.stores.deliveries.page(status=DeliveryStatus.SET_ASIDE, limit=9, cursor=None)
    assert await street.stores.deliveries.resend(aside.deliveries[0].id, street.clock.now())
    await street.deliver()
    assert street.seqs(order) == [4, 3]
    assert await street.idle()


async def test_what_is_sent_again_goes_before_what_is_new_and_waits_like_it_where_it_fails(street: Street) -> None:
    order = await street.paid()
    await street.deliver()
    order = await street.stores.orders.save(builders.with_facts(order, fact_builders.refund_fact(order, 301)))
    await street.stores.deliveries.resend(DeliveryId(order_id=order.id, seq=3, endpoint_id=SHOP.id), AT)
    street.receivers.refused[order.id] = "status 503"
    assert await street.deliver() == 0
    street.receivers.refused.clear()
    street.clock.advance(6)
    assert await street.deliver() == 2
    assert street.seqs(order) == [3, 3, 4]


async def test_what_is_asked_for_twice_at_once_is_sent_by_one(street: Street) -> None:
    order = await street.paid()
    await street.deliver()
    await street.stores.deliveries.resend(DeliveryId(order_id=order.id, seq=3, endpoint_id=SHOP.id), AT)
    (late,) = await street.stores.shop_outbox.pending(SHOP.id, AT, 10)
    await street.deliver()
    assert await street.sender()(DeliverEventsCommand(endpoint=SHOP, pending=late, leased_until=after(days=1))) == 0


async def test_a_fault_of_our_own_is_reported_and_the_event_waits(street: Street) -> None:
    class Broken(Receivers):
        async def send(self, endpoint: Endpoint, message: ShopMessage, at: object) -> None:
            raise KeyError("a fault")

    good = street.receivers
    street.receivers = Broken()
    order = await street.paid()
    assert await street.deliver() == 0
    assert [subject for subject, _ in street.faults.reported] == [f"{order.id}.3"]
    street.receivers = good
    street.clock.advance(6)
    assert await street.deliver() == 1


async def test_an_endpoint_that_fails_for_an_hour_alerts_once_a_day(street: Street) -> None:
    await street.paid()
    street.receivers.down[SHOP.id] = "status 500"
    await street.deliver()
    street.clock.advance(3599)
    assert await street.watch() == 0
    assert street.stores.alerts.raised == {}
    street.clock.advance(1)
    await street.watch()
    await street.watch()
    (alert,) = street.stores.alerts.raised.values()
    assert (alert.kind, alert.id) == ("shop_webhook_failing", f"shop_webhook_failing:{SHOP.id}:2026-03-14")
    assert alert.detail == "https://shop.example/hooks has not taken an event since 2026-03-14T09:26:53+00:00"
    street.clock.advance(86_400)
    await street.watch()
    assert len(street.stores.alerts.raised) == 2


def test_the_schedule_is_the_contracts_lengthened_by_a_fifth_at_most() -> None:
    waits = [5, 30, 120, 600, 3600, 10_800, 21_600, 43_200, 43_200]
    for failures, seconds in enumerate(waits, start=1):
        until = next_try(failures, AT, AT, "ord_1.3")
        assert until is not None
        assert after(seconds) <= until <= after(seconds * 1.2)
    assert next_try(1, AT, AT, "ord_1.3") != next_try(1, AT, AT, "ord_2.3")


def test_the_last_try_is_made_when_five_days_are_over() -> None:
    assert next_try(15, AT, after(days=4, hours=20), "ord_1.3") == after(days=5)
    assert next_try(16, AT, after(days=5), "ord_1.3") is None
