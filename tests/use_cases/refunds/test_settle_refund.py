"""A refund whose outcome is not known comes to an end, and is never executed twice."""

from dataclasses import replace

import pytest

from application.ports.stripe.failures import OutcomeUnknown
from domain.identifiers.types import RefundId
from domain.orders.history import EntryType
from domain.orders.order import Order
from domain.refunds.refund import RefundStatus, RequestState
from entrypoints.container import Container
from stripe_stand_in.model import Fault
from tests.fact_builders import dispute_fact
from tests.use_cases.scenes import intent_of, paid, recorded, stored
from tests.world.shoppers import refund
from tests.world.trouble import failing, meanwhile, meeting
from tests.world.world import World

SENT = "POST /v1/refunds"


async def _left_open(world: World, fault: Fault) -> Order:
    order = await paid(world)
    world.model.faults.next(SENT, fault)
    await refund(world.till, order.id, 777, "one")
    return await stored(world, order.id)


async def _settled(world: World, order: Order) -> Order:
    return await world.till.settle_refund()(order, order.refunds[0].id, cause="worker:test")


async def test_one_that_was_executed_is_found_at_stripe_and_not_sent_again(world: World) -> None:
    order = await _left_open(world, Fault.LOSE_ANSWER)
    settled = await _settled(world, order)
    assert settled.refunds[0].status is RefundStatus.SUCCEEDED
    assert world.model.totals.served[SENT] == 1


async def test_one_that_stripe_never_saw_is_sent_again_under_the_same_key(world: World) -> None:
    order = await _left_open(world, Fault.LOSE_REQUEST)
    world.clock.advance(31)
    settled = await _settled(world, order)
    assert settled.refunds[0].status is RefundStatus.SUCCEEDED
    assert EntryType.REFUND_SENT_AGAIN in await recorded(world, order.id)
    assert len(world.model.totals.refunds()) == 1


async def test_one_that_was_turned_away_is_sent(world: World) -> None:
    order = await _left_open(world, Fault.RATE_LIMIT)
    assert (await _settled(world, order)).refunds[0].status is RefundStatus.SUCCEEDED
    assert len(world.model.totals.refunds()) == 1


async def test_one_that_was_turned_away_is_given_up_where_the_payment_was_disputed_meanwhile(world: World) -> None:
    order = await _left_open(world, Fault.RATE_LIMIT)
    world.model.open_dispute(intent_of(order))
    await world.deliver(world.till)
    settled = await _settled(world, await stored(world, order.id))
    assert (settled.refunds[0].status, settled.refunds[0].failure_reason) == (RefundStatus.FAILED, "payment_disputed")
    assert world.model.totals.refunds() == []


async def test_one_that_was_turned_away_for_a_day_is_given_up(world: World) -> None:
    order = await _left_open(world, Fault.RATE_LIMIT)
    world.clock.advance(hours=23, seconds=1)
    settled = await _settled(world, order)
    assert (settled.refunds[0].status, settled.refunds[0].failure_reason) == (RefundStatus.FAILED, "never_executed")
    assert settled.refundable == order.total


async def test_after_23_hours_nothing_is_sent_any_more_and_after_24_it_is_known_never_to_have_happened(
    world: World,
) -> None:
    order = await _left_open(world, Fault.LOSE_REQUEST)
    world.clock.advance(hours=23, seconds=1)
    waiting = await _settled(world, order)
    assert waiting.requested_refunds[0].outcome_unknown
    world.clock.advance(hours=1)
    settled = await _settled(world, waiting)
    assert (settled.refunds[0].status, settled.refunds[0].failure_reason) == (RefundStatus.FAILED, "never_executed")
    assert world.model.totals.refunds() == []


async def test_an_outcome_unknown_for_an_hour_alerts_the_operator_even_while_stripe_is_silent(
    world: World,
) -> None:
    order = await _left_open(world, Fault.LOSE_REQUEST)
    world.clock.advance(hours=1, seconds=1)
    with meeting(failing("refunds", "of_payment", OutcomeUnknown("silent"))), pytest.raises(OutcomeUnknown):
        await _settled(world, order)
    await _settled(world, await stored(world, order.id))
    assert (await recorded(world, order.id)).count(EntryType.REFUND_OUTCOME_OVERDUE) == 1


async def test_what_is_settled_already_or_was_never_ours_is_left_alone(world: World, till: Container) -> None:
    order = await paid(world)
    given = await refund(till, order.id, 777, "one")
    asked = world.model.totals.served.total()
    assert await _settled(world, given.order) == given.order
    assert await till.settle_refund()(given.order, RefundId("rfd_none"), cause="worker:test") == given.order
    assert world.model.totals.served.total() == asked


async def test_a_process_that_died_in_the_call_leaves_an_unknown_outcome_to_the_next(
    world: World, till: Container
) -> None:
    class Died(BaseException):
        pass

    def die() -> None:
        raise Died

    order = await paid(world)
    with meeting(meanwhile("refunds", "send", die, late=True)), pytest.raises(Died):
        await refund(till, order.id, 777, "one")
    left = await stored(world, order.id)
    assert left.requested_refunds[0].request.state is RequestState.IN_FLIGHT
    settled = await _settled(world, left)
    assert settled.refunds[0].status is RefundStatus.SUCCEEDED
    assert len(world.model.totals.refunds()) == 1


async def test_where_the_webhook_settles_it_first_the_worker_sends_nothing(world: World, till: Container) -> None:
    order = await _left_open(world, Fault.RATE_LIMIT)

    async def answered() -> None:
        now = await stored(world, order.id)
        answered = now.requested_refunds[0].with_state(RequestState.ANSWERED)
        done = replace(answered, status=RefundStatus.SUCCEEDED)
        await world.stores.orders.save(now.with_refund(done))

    with meeting(meanwhile("stores.orders", "save", answered)):
        settled = await _settled(world, order)
    assert settled.refunds[0].status is RefundStatus.SUCCEEDED
    assert world.model.totals.refunds() == []


async def test_one_that_somebody_else_sends_meanwhile_is_not_given_up_although_the_payment_is_disputed(
    world: World, till: Container
) -> None:
    class Died(BaseException):
        pass

    order = await _left_open(world, Fault.RATE_LIMIT)

    async def sent_elsewhere() -> None:
        with meeting(failing("refunds", "send", Died(), late=True)), pytest.raises(Died):
            await refund(till, order.id, 777, "one")
        world.model.open_dispute(intent_of(order))
        await till.apply_fact()(dispute_fact(order), cause="event:evt_1")

    with meeting(meanwhile("stores.orders", "save", sent_elsewhere)):
        waiting = await _settled(world, order)
    assert waiting.requested_refunds[0].is_unsettled
    settled = await _settled(world, waiting)
    assert (settled.refunds[0].status, len(world.model.totals.refunds())) == (RefundStatus.SUCCEEDED, 1)
