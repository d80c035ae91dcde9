"""Failures 2 to 11: giving money back. The numbers are those of docs/failures.md."""

import asyncio
from itertools import permutations

import pytest

from application.ports.stripe.failures import OutcomeUnknown, Refused
from application.refunds.errors import RefundRefused
from domain.errors.refunds import PaymentDisputed, RefundExceedsPayment, RefundOutcomeUnknown
from domain.orders.order import OrderStatus, PaymentStatus
from domain.refunds.refund import RefundSource, RefundStatus
from entrypoints.container import Container
from stripe_stand_in.model import Fault
from tests.failures.posted import post, taken
from tests.use_cases.scenes import intent_of, paid, stored
from tests.world.promises import broken_promises
from tests.world.shoppers import pay, refund, refund_in_dashboard, start
from tests.world.trouble import failing, meanwhile, meeting
from tests.world.world import World


async def test_02_a_refund_whose_answer_was_lost_is_never_made_under_a_second_key(
    world: World, till: Container
) -> None:
    order = await paid(world)
    world.model.faults.next("POST /v1/refunds", Fault.LOSE_ANSWER)
    await refund(till, order.id, 777, "key")
    with pytest.raises(RefundOutcomeUnknown):
        await refund(till, order.id, 777, "an impatient second click", has_idempotency_key=False)
    await refund(till, order.id, 777, "key")
    await world.settle()
    assert [each.amount for each in world.model.totals.refunds()] == [777]
    assert await broken_promises(world) == []


async def test_02_a_refund_that_stripe_executes_after_the_worker_looked_is_made_once(
    world: World, till: Container
) -> None:
    order = await paid(world)
    world.model.faults.later = 45.0
    world.model.faults.next("POST /v1/refunds", Fault.EXECUTE_LATER)
    await refund(till, order.id, 777, "key")
    world.clock.advance(31)
    await world.work(till)
    await world.settle()
    assert [each.amount for each in world.model.totals.refunds()] == [777]
    assert await broken_promises(world) == []


async def test_03_a_key_whose_failure_stripe_replays_makes_nothing_unpayable(world: World, till: Container) -> None:
    world.model.faults.next("POST /v1/payment_intents", Fault.FAIL_BEFORE)
    with pytest.raises(OutcomeUnknown):
        await start(till, "key")
    started = await start(till, "key")
    assert pay(world, started) == "succeeded"
    assert started.order.intent.creation.attempt == 2


async def test_03_a_refund_whose_key_replays_a_failure_ends_by_looking(world: World, till: Container) -> None:
    order = await paid(world)
    world.model.faults.next("POST /v1/refunds", Fault.FAIL_BEFORE)
    await refund(till, order.id, 777, "key")
    await world.settle()
    ended = await stored(world, order.id)
    assert (ended.refunds[0].status, ended.refunds[0].failure_reason) == (RefundStatus.FAILED, "never_executed")
    assert world.model.totals.refunds() == []
    assert await broken_promises(world) == []


async def test_04_a_refund_that_fails_stays_as_a_failed_refund_and_touches_no_other(
    world: World, till: Container
) -> None:
    order = await paid(world)
    good = await refund(till, order.id, 301, "good")
    bad = await refund(till, order.id, 777, "bad")
    world.model.settle_refund(str(bad.refund.stripe_refund_id), ok=False)
    await world.deliver(till)
    after = await stored(world, order.id)
    assert [(each.id, each.status) for each in after.refunds] == [
        (good.refund.id, RefundStatus.SUCCEEDED),
        (bad.refund.id, RefundStatus.FAILED),
    ]
    assert after.refundable == order.total - 301


async def test_05_every_refund_that_was_meant_ends_in_a_state_that_its_caller_sees(
    world: World, till: Container
) -> None:
    order = await paid(world)
    assert (await refund(till, order.id, 301, "one")).refund.status is RefundStatus.SUCCEEDED
    with meeting(failing("refunds", "send", Refused("not_permitted"))), pytest.raises(RefundRefused):
        await refund(till, order.id, 777, "two")
    after = await stored(world, order.id)
    assert [each.status for each in after.refunds] == [RefundStatus.SUCCEEDED, RefundStatus.FAILED]
    assert after.amount_refunded == 301


async def test_06_refunds_at_once_never_add_up_to_more_than_was_captured(world: World, till: Container) -> None:
    order = await paid(world)
    most = order.total * 3 // 5
    results = await asyncio.gather(
        *(refund(till, order.id, most, f"key {n}") for n in range(2)), return_exceptions=True
    )
    assert sum(isinstance(result, RefundExceedsPayment) for result in results) == 1
    assert world.model.totals.payment(intent_of(order)).reserved == most


async def test_07_a_refunds_own_webhook_that_outruns_its_answer_books_nothing_twice(
    world: World, till: Container
) -> None:
    order = await paid(world)
    with meeting(meanwhile("refunds", "send", lambda: world.deliver(till), late=True)):
        given = await refund(till, order.id, 777, "key")
    (known,) = given.order.refunds
    assert (known.source, known.stripe_refund_id) == (RefundSource.TILL, world.model.totals.refunds()[0].id)


async def test_08_an_older_refund_reported_again_is_known_and_its_later_failure_noticed(
    world: World, till: Container
) -> None:
    order = await paid(world)
    first = await refund(till, order.id, 301, "one")
    await refund(till, order.id, 302, "two")
    reported = taken(world)
    await post(world, reported)
    await post(world, reversed(reported))
    assert len((await stored(world, order.id)).refunds) == 2
    world.model.settle_refund(str(first.refund.stripe_refund_id), ok=False)
    await world.deliver(till)
    await world.work(till)
    assert (await stored(world, order.id)).amount_refunded == 302
    assert "refund_failed" in [mail.notice for mail in world.mailer.mails]


async def test_09_what_was_given_back_is_derived_from_the_refunds_in_whatever_order_they_are_reported() -> None:
    ends = set()
    for turn in range(24):
        world = World()
        order = await paid(world)
        for amount in (301, 302):
            refund_in_dashboard(world, intent_of(order), amount)
        reported = [each for each in taken(world) if each.event_type in ("charge.refunded", "refund.created")]
        assert len(reported) == 4
        await post(world, list(permutations(reported))[turn])
        await world.settle(webhooks=False)
        after = await stored(world, order.id)
        ends.add((after.amount_refunded, after.refundable, after.payment_status))
    assert ends == {(603, order.total - 603, PaymentStatus.PARTIALLY_REFUNDED)}


@pytest.mark.parametrize("lost", [False, True])
async def test_10_a_disputed_payment_is_not_given_back_a_second_time(world: World, till: Container, lost: bool) -> None:
    order = await paid(world)
    dispute = world.model.open_dispute(intent_of(order))
    if lost:
        world.model.close_dispute(dispute, "lost")
    await world.deliver(till)
    with pytest.raises(PaymentDisputed):
        await refund(till, order.id, 777, "key")
    assert world.model.totals.refunds() == []


async def test_10_a_dispute_of_what_was_given_back_is_shown_to_a_person(world: World, till: Container) -> None:
    order = await paid(world)
    await refund(till, order.id, 777, "key")
    world.model.open_dispute(intent_of(order))
    await world.deliver(till)
    await world.work(till)
    assert (await stored(world, order.id)).status is OrderStatus.ON_HOLD
    assert "dispute" in [mail.notice for mail in world.mailer.mails]


async def test_11_the_id_of_a_refund_whose_answer_was_lost_is_recorded_from_its_webhook(
    world: World, till: Container
) -> None:
    order = await paid(world)
    world.model.faults.next("POST /v1/refunds", Fault.LOSE_ANSWER)
    assert (await refund(till, order.id, 777, "key")).refund.stripe_refund_id is None
    await world.deliver(till)
    (known,) = (await stored(world, order.id)).refunds
    assert (known.status, known.stripe_refund_id) == (RefundStatus.SUCCEEDED, world.model.totals.refunds()[0].id)


async def test_near_miss_refunding_one_of_two_orders_leaves_the_other(world: World, till: Container) -> None:
    first, second = await paid(world, "first"), await paid(world, "second")
    await refund(till, first.id, None, "key")
    await world.deliver(till)
    assert (await stored(world, second.id)).status is OrderStatus.CONFIRMED


async def test_near_miss_a_dispute_that_is_won_lets_the_order_go(world: World, till: Container) -> None:
    order = await paid(world)
    dispute = world.model.open_dispute(intent_of(order))
    await world.deliver(till)
    world.model.close_dispute(dispute, "won")
    await world.deliver(till)
    assert (await stored(world, order.id)).status is OrderStatus.CONFIRMED


async def test_near_miss_a_dispute_that_ends_does_not_bring_back_what_was_refunded(
    world: World, till: Container
) -> None:
    order = await paid(world)
    await refund(till, order.id, None, "key")
    dispute = world.model.open_dispute(intent_of(order), inquiry=True, refundable=True)
    world.model.close_dispute(dispute, "warning_closed")
    await world.deliver(till)
    assert (await stored(world, order.id)).status is OrderStatus.REFUNDED
