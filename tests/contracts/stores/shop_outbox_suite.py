"""What the ports `ShopOutbox`, `Deliveries` and `Leases` promise."""

from __future__ import annotations

import asyncio

import pytest

from application.ports.shop.webhooks import EndpointId
from application.ports.storage.deliveries import DeliveryId, DeliveryStatus
from application.ports.storage.shop_outbox import DeliveryOutcome, PendingDeliveries
from domain.identifiers.types import OrderId
from domain.orders.history import EntryType
from domain.orders.order import Order
from tests.builders import asked, checkout, paid, with_facts
from tests.contracts.stores.stores import ENDPOINTS, Stores
from tests.fact_builders import dispute_fact, payment_fact, refund_fact, warning_fact
from tests.when import AT, after

SHOP, STOCK = (endpoint.id for endpoint in ENDPOINTS)


async def a_paid_order(stores: Stores) -> Order:
    """An order of which the shop is to be notified: its third entry says that it was paid."""
    return await stores.orders.save(paid(await stores.orders.add(checkout())))


async def the_pending(stores: Stores, endpoint_id: EndpointId = SHOP, seconds: float = 0) -> PendingDeliveries:
    (pending,) = await stores.shop_outbox.pending(endpoint_id, after(seconds), 10)
    return pending


def delivered(seq: int, seconds: float = 1, attempts: int = 1) -> DeliveryOutcome:
    return DeliveryOutcome(seq=seq, at=after(seconds), attempts=attempts)


def given_up(seq: int) -> DeliveryOutcome:
    return DeliveryOutcome(seq=seq, at=after(days=5), attempts=16, reason="status 500")


class ShopOutboxSuite:
    async def test_what_calls_for_no_event_is_not_due(self, stores: Stores) -> None:
        await stores.orders.save(asked(await stores.orders.add(checkout())))
        assert await stores.shop_outbox.pending(SHOP, after(days=1), 10) == []

    async def test_a_payment_is_due_at_every_endpoint_with_all_that_happened_before(self, stores: Stores) -> None:
        order = await a_paid_order(stores)
        for endpoint_id in (SHOP, STOCK):
            pending = await the_pending(stores, endpoint_id)
            assert (pending.endpoint_id, pending.order, pending.again) == (endpoint_id, order, ())
            assert [entry.seq for entry in pending.entries] == [1, 2, 3]
            assert pending.entries[-1].type is EntryType.PAYMENT_SUCCEEDED
            assert (pending.attempts, pending.failing_since) == (0, None)

    async def test_an_endpoint_that_is_not_configured_has_nothing(self, stores: Stores) -> None:
        await a_paid_order(stores)
        assert await stores.shop_outbox.pending(EndpointId("eforeign"), AT, 10) == []

    async def test_no_more_is_given_than_was_asked_for(self, stores: Stores) -> None:
        for _ in range(3):
            await a_paid_order(stores)
        assert len(await stores.shop_outbox.pending(SHOP, AT, 2)) == 2

    async def test_past_the_last_entry_nothing_is_due_there_and_all_at_the_other(self, stores: Stores) -> None:
        await a_paid_order(stores)
        assert await stores.shop_outbox.settle(await the_pending(stores), 3, delivered(3))
        assert await stores.shop_outbox.pending(SHOP, after(days=1), 10) == []
        assert len((await the_pending(stores, STOCK)).entries) == 3

    async def test_an_event_is_settled_once(self, stores: Stores) -> None:
        await a_paid_order(stores)
        pending = await the_pending(stores)
        assert await stores.shop_outbox.settle(pending, 3, delivered(3))
        assert not await stores.shop_outbox.settle(pending, 3, delivered(3))

    async def test_entries_that_call_for_no_event_are_passed_without_one(self, stores: Stores) -> None:
        await a_paid_order(stores)
        assert await stores.shop_outbox.settle(await the_pending(stores), 3, None)
        assert await stores.shop_outbox.pending(SHOP, after(days=1), 10) == []

    async def test_a_cursor_at_the_end_that_is_still_due_comes_to_rest(self, stores: Stores) -> None:
        order = await a_paid_order(stores)
        pending = await the_pending(stores)
        await stores.orders.save(with_facts(order, refund_fact(order, 301)))
        assert await stores.shop_outbox.settle(pending, 3, delivered(3))
        later = await the_pending(stores)
        assert await stores.shop_outbox.settle(later, 4, delivered(4))
        assert await stores.shop_outbox.settle(later, 4, None)
        assert await stores.shop_outbox.pending(SHOP, after(days=1), 10) == []

    async def test_what_is_saved_meanwhile_is_due_afterwards(self, stores: Stores) -> None:
        order = await a_paid_order(stores)
        pending = await the_pending(stores)
        await stores.orders.save(with_facts(order, refund_fact(order, 301)))
        assert await stores.shop_outbox.settle(pending, 3, delivered(3))
        later = await the_pending(stores)
        assert [entry.type for entry in later.entries] == [EntryType.REFUND_SUCCEEDED]

    async def test_whatever_a_save_and_the_sender_do_at_once_no_event_is_left_out(self, stores: Stores) -> None:
        order = await a_paid_order(stores)
        seen: list[int] = []
        for amount in range(1, 6):
            pending = await the_pending(stores, seconds=amount * 1000)
            seen += [entry.seq for entry in pending.entries]
            last = pending.entries[-1].seq
            _, order = await asyncio.gather(
                stores.shop_outbox.settle(pending, last, delivered(last)),
                stores.orders.save(with_facts(order, refund_fact(order, amount))),
            )
        seen += [entry.seq for entry in (await the_pending(stores, seconds=9000)).entries]
        assert seen == list(range(1, order.head.seq + 1))

    async def test_a_delivery_makes_no_save_stale(self, stores: Stores) -> None:
        order = await a_paid_order(stores)
        await stores.shop_outbox.settle(await the_pending(stores), 3, delivered(3))
        saved = await stores.orders.save(with_facts(order, refund_fact(order, 301)))
        assert saved.version == order.version + 1

    async def test_what_was_not_delivered_waits_and_counts_and_the_other_endpoint_does_not(
        self, stores: Stores
    ) -> None:
        await a_paid_order(stores)
        for attempt in (1, 2):
            pending = await the_pending(stores, seconds=300 * (attempt - 1))
            await stores.shop_outbox.put_off(
                pending, 3, until=after(300 * attempt), failing_since=after(1), reason="status 500"
            )
            assert await stores.shop_outbox.pending(SHOP, after(300 * attempt - 1), 10) == []
        assert len(await stores.shop_outbox.pending(STOCK, AT, 10)) == 1
        again = await the_pending(stores, seconds=600)
        assert (again.attempts, again.failing_since) == (2, after(1))

    async def test_a_save_leaves_the_waiting_time_as_it_is(self, stores: Stores) -> None:
        order = await a_paid_order(stores)
        pending = await the_pending(stores)
        await stores.shop_outbox.put_off(pending, 3, until=after(300), failing_since=AT, reason="timeout")
        await stores.orders.save(with_facts(order, refund_fact(order, 301)))
        assert await stores.shop_outbox.pending(SHOP, after(299), 10) == []
        assert len((await the_pending(stores, seconds=300)).entries) == 4

    async def test_a_failure_that_comes_after_the_delivery_changes_nothing(self, stores: Stores) -> None:
        await a_paid_order(stores)
        late = await the_pending(stores)
        assert await stores.shop_outbox.settle(late, 3, delivered(3))
        await stores.shop_outbox.put_off(late, 3, until=after(300), failing_since=AT, reason="timeout")
        assert await stores.shop_outbox.oldest_failure(SHOP) is None

    async def test_the_failure_that_lasts_longest_is_known_until_it_ends(self, stores: Stores) -> None:
        assert await stores.shop_outbox.oldest_failure(SHOP) is None
        for seconds in (60, 30, 90):
            await a_paid_order(stores)
            for pending in await stores.shop_outbox.pending(SHOP, after(seconds), 10):
                await stores.shop_outbox.put_off(
                    pending, 3, until=after(days=1), failing_since=after(seconds), reason="timeout"
                )
        assert await stores.shop_outbox.oldest_failure(SHOP) == after(30)
        assert await stores.shop_outbox.oldest_failure(STOCK) is None
        for pending in await stores.shop_outbox.pending(SHOP, after(days=1), 10):
            await stores.shop_outbox.settle(pending, 3, delivered(3))
        assert await stores.shop_outbox.oldest_failure(SHOP) is None

    async def test_an_event_that_was_given_up_holds_nothing_up(self, stores: Stores) -> None:
        order = await a_paid_order(stores)
        await stores.orders.save(with_facts(order, refund_fact(order, 301)))
        assert await stores.shop_outbox.settle(await the_pending(stores), 3, given_up(3))
        pending = await the_pending(stores)
        assert [entry.seq for entry in pending.entries] == [4]
        assert (pending.attempts, pending.failing_since) == (0, None)


class DeliveriesSuite:
    async def test_an_event_is_pending_then_delivered_at_each_endpoint_by_itself(self, stores: Stores) -> None:
        order = await a_paid_order(stores)
        at_shop, at_stock = await stores.deliveries.of_order(order.id)
        assert (str(at_shop.id), at_shop.type.value) == (f"{order.id}.3.{SHOP}", "order.confirmed")
        assert {at_shop.status, at_stock.status} == {DeliveryStatus.PENDING}
        await stores.shop_outbox.settle(await the_pending(stores), 3, delivered(3, 7, attempts=2))
        at_shop, at_stock = await stores.deliveries.of_order(order.id)
        assert (at_shop.status, at_shop.attempts, at_shop.tried_at) == (DeliveryStatus.DELIVERED, 2, after(7))
        assert at_stock.status is DeliveryStatus.PENDING

    async def test_what_waits_says_why_and_until_when(self, stores: Stores) -> None:
        order = await a_paid_order(stores)
        order = await stores.orders.save(with_facts(order, refund_fact(order, 301)))
        pending = await the_pending(stores)
        await stores.shop_outbox.put_off(pending, 3, until=after(300), failing_since=AT, reason="status 500")
        mine = [each for each in await stores.deliveries.of_order(order.id) if each.id.endpoint_id == SHOP]
        behind, first = mine
        assert (first.reason, first.attempts, first.next_try_at) == ("status 500", 1, after(300))
        assert (behind.status, behind.reason, behind.next_try_at) == (DeliveryStatus.PENDING, None, None)

    async def test_orders_of_no_endpoint_and_unknown_orders_have_none(self, stores: Stores) -> None:
        added = await stores.orders.add(checkout())
        assert list(await stores.deliveries.of_order(added.id)) == []
        assert list(await stores.deliveries.of_order(OrderId("ord_unknown"))) == []

    async def test_pages_run_from_the_order_that_changed_last(self, stores: Stores) -> None:
        orders = []
        for _ in range(3):
            orders.append(await a_paid_order(stores))
            await asyncio.sleep(0.002)
        first = await stores.deliveries.page(status=None, limit=2, cursor=None)
        assert [each.id.order_id for each in first.deliveries[::2]] == [orders[2].id, orders[1].id]
        second = await stores.deliveries.page(status=None, limit=2, cursor=first.cursor)
        assert [each.id.order_id for each in second.deliveries[::2]] == [orders[0].id]
        assert second.cursor is None
        recent = await stores.deliveries.page(status=None, limit=9, cursor=None, since=AT)
        assert len(recent.deliveries) == 6
        none = await stores.deliveries.page(status=None, limit=9, cursor=None, since=after(days=9_999))
        assert none.deliveries == ()
        with pytest.raises(ValueError, match="cursor"):
            await stores.deliveries.page(status=None, limit=2, cursor="nonsense")

    async def test_pages_can_be_of_one_status_alone(self, stores: Stores) -> None:
        order, _ = await a_paid_order(stores), await a_paid_order(stores)
        (pending,) = [each for each in await stores.shop_outbox.pending(SHOP, AT, 10) if each.order.id == order.id]
        await stores.shop_outbox.settle(pending, 3, given_up(3))
        aside = await stores.deliveries.page(status=DeliveryStatus.SET_ASIDE, limit=10, cursor=None)
        assert [(each.id.order_id, each.id.endpoint_id) for each in aside.deliveries] == [(order.id, SHOP)]
        assert aside.deliveries[0].reason == "status 500"
        waiting = await stores.deliveries.page(status=DeliveryStatus.PENDING, limit=10, cursor=None)
        assert len(waiting.deliveries) == 3
        done = await stores.deliveries.page(status=DeliveryStatus.DELIVERED, limit=10, cursor=None)
        assert done.deliveries == ()

    async def test_an_event_that_was_given_up_can_be_sent_again(self, stores: Stores) -> None:
        order = await a_paid_order(stores)
        await stores.shop_outbox.settle(await the_pending(stores), 3, given_up(3))
        place = DeliveryId(order_id=order.id, seq=3, endpoint_id=SHOP)
        assert await stores.deliveries.resend(place, after(days=6))
        assert await stores.deliveries.resend(place, after(days=6))
        pending = await the_pending(stores, seconds=6 * 86400)
        assert ([entry.seq for entry in pending.again], pending.entries) == ([3], ())
        assert await stores.shop_outbox.settle_again(pending, delivered(3))
        assert not await stores.shop_outbox.settle_again(pending, delivered(3))
        assert await stores.shop_outbox.pending(SHOP, after(days=9), 10) == []
        aside = await stores.deliveries.page(status=DeliveryStatus.SET_ASIDE, limit=10, cursor=None)
        assert aside.deliveries == ()

    async def test_what_is_sent_again_holds_nothing_back_that_is_recorded_meanwhile(self, stores: Stores) -> None:
        order = await a_paid_order(stores)
        await stores.shop_outbox.settle(await the_pending(stores), 3, delivered(3))
        place = DeliveryId(order_id=order.id, seq=3, endpoint_id=SHOP)
        assert await stores.deliveries.resend(place, AT)
        pending = await the_pending(stores)
        await stores.orders.save(with_facts(order, warning_fact(order)))
        assert await stores.shop_outbox.settle_again(pending, delivered(3))
        assert [entry.seq for entry in (await the_pending(stores)).entries] == [4]

    async def test_what_is_asked_for_while_the_last_event_is_sent_is_still_due(self, stores: Stores) -> None:
        order = await a_paid_order(stores)
        order = await stores.orders.save(with_facts(order, refund_fact(order, 301)))
        pending = await the_pending(stores)
        assert await stores.shop_outbox.settle(pending, 3, delivered(3))
        assert await stores.deliveries.resend(DeliveryId(order_id=order.id, seq=3, endpoint_id=SHOP), AT)
        assert await stores.shop_outbox.settle(pending, 4, delivered(4))
        assert [entry.seq for entry in (await the_pending(stores)).again] == [3]

    async def test_a_pending_event_is_made_due_at_once(self, stores: Stores) -> None:
        order = await a_paid_order(stores)
        pending = await the_pending(stores)
        await stores.shop_outbox.put_off(pending, 3, until=after(days=1), failing_since=AT, reason="timeout")
        assert await stores.deliveries.resend(DeliveryId(order_id=order.id, seq=3, endpoint_id=SHOP), after(60))
        again = await the_pending(stores, seconds=60)
        assert (again.again, len(again.entries)) == ((), 3)

    async def test_only_events_of_known_orders_and_endpoints_are_sent_again(self, stores: Stores) -> None:
        order = await a_paid_order(stores)
        order = await stores.orders.save(with_facts(order, payment_fact(order), dispute_fact(order)))
        for place in (
            DeliveryId(order_id=OrderId("ord_unknown"), seq=3, endpoint_id=SHOP),
            DeliveryId(order_id=order.id, seq=2, endpoint_id=SHOP),
            DeliveryId(order_id=order.id, seq=3, endpoint_id=EndpointId("eforeign")),
        ):
            assert not await stores.deliveries.resend(place, AT)


class LeasesSuite:
    async def test_a_lease_is_one_holders_until_it_lapses(self, stores: Stores) -> None:
        assert await stores.leases.acquire("shop", "ada", AT, after(30))
        assert not await stores.leases.acquire("shop", "bob", after(29), after(59))
        assert await stores.leases.acquire("shop", "ada", after(20), after(50))
        assert not await stores.leases.acquire("shop", "bob", after(49), after(80))
        assert await stores.leases.acquire("shop", "bob", after(50), after(80))
        assert not await stores.leases.acquire("shop", "ada", after(51), after(81))
        assert await stores.leases.acquire("stock", "ada", AT, after(30))

    async def test_a_lease_that_was_given_back_is_free_and_only_its_holder_gives_it_back(self, stores: Stores) -> None:
        assert await stores.leases.acquire("shop", "ada", AT, after(30))
        await stores.leases.release("shop", "bob")
        assert not await stores.leases.acquire("shop", "bob", after(1), after(31))
        await stores.leases.release("shop", "ada")
        assert await stores.leases.acquire("shop", "bob", after(1), after(31))

    async def test_of_many_who_ask_at_once_one_has_it(self, stores: Stores) -> None:
        asked_for = [stores.leases.acquire("shop", f"holder {number}", AT, after(30)) for number in range(8)]
        assert sum(await asyncio.gather(*asked_for)) == 1
