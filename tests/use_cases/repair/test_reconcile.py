"""Stripe's books and ours, compared both ways and mended; a dry run only tells."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from application.ports.stripe.failures import OutcomeUnknown, PermissionMissing, Refused, StateConflict
from application.ports.stripe.records import PaymentRecords
from application.repair.difference import Difference
from application.repair.reconcile import (
    LONGEST_LOOK_BACK,
    OVERLAP,
    ReconcileCommand,
    Source,
    everything,
)
from domain.facts.dispute import WarningFact
from domain.identifiers.order_number import order_number
from domain.identifiers.types import OrderId, PaymentIntentId
from domain.orders.history import EntryType
from domain.orders.order import Order, OrderStatus, PaymentStatus
from entrypoints.container import Container
from stripe_stand_in.model import Fault
from tests.use_cases.scenes import intent_of, only_order, paid, recorded, stored, unpaid
from tests.world.dashboard import at_stripe, second_intent
from tests.world.shoppers import pay, refund_in_dashboard, start
from tests.world.trouble import failing, meeting
from tests.world.world import World

WHOLE = everything(timedelta(days=2))
DRY = everything(timedelta(days=2), dry_run=True)
BY_ID = everything(timedelta(0))


class _WithoutWarnings:
    """The records of an account whose key may not list warnings."""

    def __init__(self, records: PaymentRecords) -> None:
        self._records = records
        self.asked = 0
        self.payments = records.payments
        self.refunds = records.refunds
        self.disputes = records.disputes

    async def warnings(self, since: datetime) -> AsyncIterator[WarningFact]:
        self.asked += 1
        raise PermissionMissing("rak_warning_read", "Having rak_warning_read would allow this")
        yield


async def _run(till: Container, command: ReconcileCommand = WHOLE) -> list[Difference]:
    reported: list[tuple[str, int]] = []
    found = [
        difference async for difference in till.reconcile()(command, lambda what, count: reported.append((what, count)))
    ]
    assert all(count > 0 for _, count in reported)
    return found


async def _much_happened(world: World, till: Container) -> Order:
    """Of all of this not one webhook comes."""
    started = await start(till, "first")
    pay(world, started, "pm_card_visa")
    refund_in_dashboard(world, intent_of(started.order), 301)
    world.model.warn(intent_of(started.order))
    world.model.open_review(intent_of(started.order))
    world.model.open_dispute(intent_of(started.order))
    return started.order


async def test_a_day_without_webhooks_is_made_good_at_once(world: World, till: Container) -> None:
    order = await _much_happened(world, till)
    assert await _run(till)
    fixed = await stored(world, order.id)
    assert (fixed.status, fixed.payment_status) == (OrderStatus.ON_HOLD, PaymentStatus.DISPUTED)
    assert (fixed.amount_refunded, len(fixed.holds)) == (301, 3)
    assert await _run(till) == []
    assert await world.deliver(till)
    after = await stored(world, order.id)
    assert (after.status, after.refunds, after.disputes) == (fixed.status, fixed.refunds, fixed.disputes)
    assert (after.holds, after.intent.captured) == (fixed.holds, fixed.intent.captured)


async def test_a_dry_run_finds_the_same_and_changes_nothing(world: World, till: Container) -> None:
    order = await _much_happened(world, till)
    before = await stored(world, order.id)
    found = await _run(till, DRY)
    assert {difference.what for difference in found} >= {"event", "payment"}
    assert len(found) == len(set(found))
    assert order_number(order.id) in {difference.order_number for difference in found}
    assert await stored(world, order.id) == before
    assert await world.stores.marks.get(Source.EVENTS.mark) is None
    assert (await world.stores.inbox.page(status=None, limit=9, cursor=None)).entries == ()


async def test_what_lists_no_longer_show_is_read_again_by_id(world: World, till: Container) -> None:
    order, reviewed = await paid(world), await paid(world, "second")
    review = world.model.open_review(intent_of(reviewed))
    dispute = world.model.open_dispute(intent_of(order), inquiry=True, refundable=True)
    await world.deliver(till)
    world.clock.advance(days=40)
    refund_in_dashboard(world, intent_of(order), 301)
    world.model.close_dispute(dispute, "warning_closed")
    world.model.close_review(review, "approved")
    world.clock.advance(2)
    differences = await _run(till, BY_ID)
    assert {"refund", "dispute", "review"} <= {difference.what for difference in differences}
    fixed = await stored(world, order.id)
    assert (fixed.status, fixed.amount_refunded) == (OrderStatus.CONFIRMED, 301)
    assert (await stored(world, reviewed.id)).status is OrderStatus.CONFIRMED


async def test_a_payment_that_is_still_open_is_read_again_and_one_that_stripe_lacks_passed_over(
    world: World, till: Container
) -> None:
    started = await unpaid(world)
    pay(world, started)
    world.clock.advance(days=40)
    assert await _run(till, BY_ID)
    assert (await stored(world, started.order.id)).status is OrderStatus.CONFIRMED


async def test_an_intent_that_stripe_no_longer_has_is_passed_over(world: World, till: Container) -> None:
    order = (await unpaid(world)).order
    gone = replace(order, intent=replace(order.intent, id=PaymentIntentId("pi_gone")))
    await world.stores.orders.save(gone)
    assert [fact async for fact in till.re_read()(await stored(world, order.id))] == []


async def test_an_intent_that_was_never_answered_is_found_by_what_it_says(world: World, till: Container) -> None:
    world.model.faults.next("POST /v1/payment_intents", Fault.LOSE_ANSWER)
    with pytest.raises(OutcomeUnknown):
        await start(till, "first")
    facts = [fact async for fact in till.re_read()(await only_order(world))]
    assert [fact.payment_intent_id for fact in facts] == [world.model.totals.payments()[0].id]


async def test_a_closed_review_is_not_read_again(world: World, till: Container) -> None:
    order = await paid(world)
    review = world.model.open_review(intent_of(order))
    world.model.close_review(review, "approved")
    await world.deliver(till)
    asked = world.model.totals.served["GET /v1/reviews/{review}"]
    assert [fact async for fact in till.re_read()(await stored(world, order.id))] == []
    assert world.model.totals.served["GET /v1/reviews/{review}"] == asked


async def test_an_intent_that_an_unanswered_try_left_behind_is_canceled(world: World, till: Container) -> None:
    order = (await unpaid(world)).order
    orphan = second_intent(world, order)
    found = await _run(till, everything(timedelta(days=1), dry_run=True))
    assert [(each.what, each.id) for each in found if each.what == "orphan"] == [("orphan", orphan)]
    await _run(till)
    assert world.model.totals.payment(orphan).status == "canceled"
    assert world.model.totals.payment(intent_of(order)).status != "canceled"


@pytest.mark.parametrize("no", [StateConflict("processing by now"), Refused("resource_missing")])
async def test_an_orphan_that_cannot_be_canceled_ends_no_run(world: World, till: Container, no: Exception) -> None:
    order = (await unpaid(world)).order
    second_intent(world, order)
    with meeting(failing("payments", "cancel", no, times=99)):
        await _run(till, everything(LONGEST_LOOK_BACK))
    assert await world.stores.marks.get(Source.PAYMENTS.mark) is not None


async def test_a_payment_that_names_an_order_and_is_not_its_own_is_found_at_each_run(
    world: World, till: Container
) -> None:
    order = await paid(world)
    stray = second_intent(world, order, paid=True)
    for dry_run in (True, False):
        found = await _run(till, everything(timedelta(days=1), dry_run=dry_run))
        assert ("stray payment", stray, order_number(order.id)) in [
            (each.what, each.id, each.order_number) for each in found
        ]
        assert len(found) == len(set(found))
    assert [alert.kind for alert in world.stores.alerts.raised.values()] == ["stray_payment"]


async def test_the_payments_of_other_systems_are_none_of_our_business(world: World, till: Container) -> None:
    at_stripe(world, "POST", "/v1/payment_intents", amount=1299, currency="usd")
    await world.deliver(till)
    assert await _run(till) == []


async def test_a_payment_of_an_order_that_is_not_stored_is_shown_to_a_person_alone(
    world: World, till: Container
) -> None:
    paying = {"payment_method": "pm_card_visa", "confirm": "true", "return_url": "http://shop.example/"}
    named = {"metadata__till_order_id": "ord_0123456789ab"}
    for metadata in (named, {"metadata__till_order_id": "order 833"}, {}):
        at_stripe(world, "POST", "/v1/payment_intents", amount=1299, currency="usd", **paying, **metadata)
    at_stripe(world, "POST", "/v1/payment_intents", amount=833, currency="usd", **named)
    await _run(till)
    for dry_run in (True, False):
        found = await _run(till, everything(timedelta(days=1), dry_run=dry_run))
        assert [(each.what, each.ours, each.theirs, each.is_repaired) for each in found] == [
            ("payment", "no such order", "succeeded 1299 usd", False)
        ] * 2
        assert {each.order_number for each in found} == {order_number(OrderId("ord_0123456789ab")), "order 833"}
    assert await _run(till, ReconcileCommand(since={Source.PAYMENTS: timedelta(days=1)})) == []


async def test_events_are_read_each_time_and_all_else_once_a_day(world: World, till: Container) -> None:
    first = await till.reconcile().next_run()
    assert first.since == dict.fromkeys(Source, LONGEST_LOOK_BACK)
    await _run(till, first)
    world.clock.advance(minutes=15)
    second = await till.reconcile().next_run()
    assert second.since == {Source.EVENTS: timedelta(minutes=15) + OVERLAP}
    await _run(till, second)
    world.clock.advance(days=1)
    third = await till.reconcile().next_run()
    assert third.since == {
        source: timedelta(days=1) + OVERLAP + (timedelta(0) if source is Source.EVENTS else timedelta(minutes=15))
        for source in Source
    }
    await _run(till, third)
    world.clock.advance(days=90)
    assert (await till.reconcile().next_run()).since == dict.fromkeys(Source, LONGEST_LOOK_BACK)


async def test_a_shorter_look_back_than_to_the_mark_leaves_the_gap_for_the_next_run(
    world: World, till: Container
) -> None:
    await _run(till, everything(timedelta(days=2)))
    assert await world.stores.marks.get(Source.EVENTS.mark) is None
    await _run(till, everything(LONGEST_LOOK_BACK))
    world.clock.advance(days=3)
    await _run(till, everything(timedelta(days=2)))
    assert (await till.reconcile().next_run()).since[Source.EVENTS] == timedelta(days=3) + OVERLAP
    await _run(till, everything(timedelta(days=4)))
    assert (await till.reconcile().next_run()).since == {Source.EVENTS: OVERLAP}


async def test_a_source_that_fails_holds_up_no_other_and_is_read_again_from_its_mark(
    world: World, till: Container
) -> None:
    order = await _much_happened(world, till)
    world.model.faults.next("GET /v1/events", Fault.UNAVAILABLE)
    with pytest.raises(OutcomeUnknown):
        await _run(till, everything(LONGEST_LOOK_BACK))
    assert await world.stores.marks.get(Source.EVENTS.mark) is None
    assert await world.stores.marks.get(Source.WARNINGS.mark) is not None
    assert (await stored(world, order.id)).payment_status is PaymentStatus.DISPUTED
    assert (await till.reconcile().next_run()).since == {Source.EVENTS: LONGEST_LOOK_BACK}
    await _run(till)
    assert (await recorded(world, order.id)).count(EntryType.PAYMENT_SUCCEEDED) == 1


async def test_a_permission_that_is_missing_ends_no_run_and_costs_one_call_a_time(
    world: World, till: Container
) -> None:
    order = await _much_happened(world, till)
    records = _WithoutWarnings(till.payment_records())
    restricted = replace(till.reconcile(), records=records)
    for _ in range(2):
        async for _difference in restricted(await restricted.next_run(), lambda what, count: None):
            pass
        world.clock.advance(minutes=15)
    assert records.asked == 2
    assert (await restricted.next_run()).since.keys() == {Source.EVENTS, Source.WARNINGS}
    assert (await stored(world, order.id)).payment_status is PaymentStatus.DISPUTED
    assert await world.stores.marks.get(Source.WARNINGS.mark) is None
