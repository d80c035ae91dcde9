"""Stripe's books and ours, compared both ways and mended; a dry run only tells."""

from dataclasses import replace
from datetime import timedelta

import pytest

from application.ports.stripe.failures import OutcomeUnknown, Refused, StateConflict
from application.repair.difference import Difference, difference_in
from application.repair.reconcile import LONGEST_LOOK_BACK, MARK, OVERLAP, RE_READ_MARK, ReconcileCommand
from domain.facts.fact import OrderFact
from domain.facts.payment import MethodFact, PaymentState
from domain.identifiers.order_number import order_number
from domain.identifiers.types import PaymentIntentId
from domain.orders.history import EntryType
from domain.orders.order import Order, OrderStatus, PaymentStatus
from entrypoints.container import Container
from stripe_stand_in.model import Fault
from tests.builders import by
from tests.fact_builders import (
    card,
    charge_id_of,
    dispute_fact,
    payment_fact,
    refund_fact,
    refund_total_fact,
    review_fact,
    warning_fact,
)
from tests.use_cases.scenes import intent_of, only_order, paid, recorded, stored, unpaid
from tests.world.dashboard import at_stripe, second_intent
from tests.world.shoppers import pay, refund_in_dashboard, start
from tests.world.trouble import failing, meeting
from tests.world.world import World

WHOLE = ReconcileCommand(since=timedelta(days=2))
DRY = ReconcileCommand(since=timedelta(days=2), dry_run=True)
BY_ID = ReconcileCommand(since=timedelta(0))


async def _run(till: Container, command: ReconcileCommand = WHOLE) -> list[Difference]:
    told: list[tuple[str, int]] = []
    found = [
        difference async for difference in till.reconcile()(command, lambda what, count: told.append((what, count)))
    ]
    assert all(count > 0 for _, count in told)
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
    mended = await stored(world, order.id)
    assert (mended.status, mended.payment_status) == (OrderStatus.ON_HOLD, PaymentStatus.DISPUTED)
    assert (mended.amount_refunded, len(mended.holds)) == (301, 3)
    assert await _run(till) == []
    assert await world.deliver(till)
    after = await stored(world, order.id)
    assert (after.status, after.refunds, after.disputes) == (mended.status, mended.refunds, mended.disputes)
    assert (after.holds, after.intent.captured) == (mended.holds, mended.intent.captured)


async def test_a_dry_run_tells_the_same_and_changes_nothing(world: World, till: Container) -> None:
    order = await _much_happened(world, till)
    before = await stored(world, order.id)
    found = await _run(till, DRY)
    assert {difference.what for difference in found} >= {"event", "payment"}
    assert len(found) == len(set(found))
    assert order_number(order.id) in {difference.order_number for difference in found}
    assert await stored(world, order.id) == before
    assert await world.stores.marks.get(MARK) is None
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
    mended = await stored(world, order.id)
    assert (mended.status, mended.amount_refunded) == (OrderStatus.CONFIRMED, 301)
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
    found = await _run(till, ReconcileCommand(since=timedelta(days=1), dry_run=True))
    assert [(each.what, each.id) for each in found if each.what == "orphan"] == [("orphan", orphan)]
    await _run(till)
    assert world.model.totals.payment(orphan).status == "canceled"
    assert world.model.totals.payment(intent_of(order)).status != "canceled"


@pytest.mark.parametrize("no", [StateConflict("processing by now"), Refused("resource_missing")])
async def test_an_orphan_that_cannot_be_canceled_ends_no_run(world: World, till: Container, no: Exception) -> None:
    order = (await unpaid(world)).order
    second_intent(world, order)
    with meeting(failing("payments", "cancel", no, times=99)):
        await _run(till)
    assert await world.stores.marks.get(MARK) is not None


async def test_a_payment_that_names_an_order_and_is_not_its_own_is_told_at_each_run(
    world: World, till: Container
) -> None:
    order = await paid(world)
    stray = second_intent(world, order, paid=True)
    for dry_run in (True, False):
        found = await _run(till, ReconcileCommand(since=timedelta(days=1), dry_run=dry_run))
        assert ("stray payment", stray, order_number(order.id)) in [
            (each.what, each.id, each.order_number) for each in found
        ]
        assert len(found) == len(set(found))
    assert [alert.kind for alert in world.stores.alerts.raised.values()] == ["stray_payment"]


async def test_the_payments_of_other_systems_are_none_of_our_business(world: World, till: Container) -> None:
    at_stripe(world, "POST", "/v1/payment_intents", amount=1299, currency="usd")
    await world.deliver(till)
    assert await _run(till) == []


async def test_how_far_back_the_next_run_looks_follows_from_the_last(world: World, till: Container) -> None:
    first = await till.reconcile().next_run()
    assert (first.since, first.re_read) == (LONGEST_LOOK_BACK, True)
    await _run(till, first)
    world.clock.advance(minutes=15)
    second = await till.reconcile().next_run()
    assert (second.since, second.re_read) == (timedelta(minutes=15) + OVERLAP, False)
    await _run(till, second)
    assert await world.stores.marks.get(RE_READ_MARK) != await world.stores.marks.get(MARK)
    world.clock.advance(days=90)
    third = await till.reconcile().next_run()
    assert (third.since, third.re_read) == (LONGEST_LOOK_BACK, True)


async def test_a_run_that_stripe_ends_early_goes_on_the_next_time(world: World, till: Container) -> None:
    order = await _much_happened(world, till)
    world.model.faults.next("GET /v1/events", Fault.UNAVAILABLE)
    with pytest.raises(OutcomeUnknown):
        await _run(till)
    assert await world.stores.marks.get(MARK) is None
    await _run(till)
    assert (await recorded(world, order.id)).count(EntryType.PAYMENT_SUCCEEDED) == 1


@pytest.mark.parametrize(
    ("kind", "what"),
    [
        (payment_fact, "payment"),
        (refund_fact, "refund"),
        (dispute_fact, "dispute"),
        (warning_fact, "warning"),
        (review_fact, "review"),
        (lambda order: refund_total_fact(order, 301), "charge"),
        (
            lambda order: MethodFact(
                payment_intent_id=order.intent.id, charge_id=charge_id_of(order), paid_with=card()
            ),
            "method",
        ),
    ],
)
async def test_every_kind_of_difference_reads_as_one_line(world: World, kind: object, what: str) -> None:
    order = (await unpaid(world)).order
    fact: OrderFact = kind(order)  # type: ignore[operator]
    found = difference_in(order, fact, by())
    assert found is not None
    assert (found.what, found.order_number) == (what, order_number(order.id))
    assert found.id
    assert found.theirs


async def test_what_is_known_or_anothers_is_no_difference(world: World) -> None:
    order = await paid(world)
    assert difference_in(order, payment_fact(order, charge_id=order.intent.charge_id), by()) is None
    other = PaymentIntentId("pi_other")
    assert difference_in(order, refund_fact(order, payment_intent_id=other), by()) is None
    assert difference_in(order, payment_fact(order, PaymentState.CANCELED, payment_intent_id=other), by()) is None
