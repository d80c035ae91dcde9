"""The loop by which every order is changed: nobody's change is lost, and nothing is written for nothing."""

from dataclasses import replace

import pytest

from application.orders.change_order import MAX_ROUNDS, apply_facts, change
from application.orders.errors import NotFound
from application.ports.storage.failures import StaleOrder
from domain.orders.order import Order
from domain.payments.checkout import cancellation_requested
from domain.payments.intent import Closing
from entrypoints.container import Container
from tests.builders import by
from tests.fact_builders import payment_fact, refund_fact
from tests.use_cases.scenes import stored, touch, unpaid
from tests.when import after
from tests.world.trouble import failing, meanwhile, meeting
from tests.world.world import World


def _closing(order: Order) -> Order:
    return cancellation_requested(order, Closing.REQUESTED, by(at=after(9)))


@pytest.fixture
async def order(world: World) -> Order:
    return (await unpaid(world)).order


async def test_a_transition_that_changes_nothing_writes_nothing(world: World, till: Container, order: Order) -> None:
    unchanged = await change(till.orders(), order, lambda current: current)
    assert (unchanged, (await stored(world, order.id)).version) == (order, order.version)


async def test_what_is_not_recorded_and_so_not_saved_is_not_answered_either(
    world: World, till: Container, order: Order
) -> None:
    answered = await change(till.orders(), order, lambda now: replace(now, save_payment_method=True))
    assert answered == order == await stored(world, order.id)


async def test_who_comes_second_decides_again_on_what_the_first_wrote(
    world: World, till: Container, order: Order
) -> None:
    with meeting(meanwhile("stores.orders", "save", lambda: touch(world, order.id))):
        changed = await change(till.orders(), order, _closing)
    assert changed.version == order.version + 2
    assert (await stored(world, order.id)).intent.closing is Closing.REQUESTED


async def test_an_order_that_is_gone_can_not_be_changed(world: World, till: Container, order: Order) -> None:
    gone = meanwhile("stores.orders", "save", lambda: world.stores.order_table.stored.pop(order.id))
    with meeting(gone), pytest.raises(NotFound, match="order"):
        await change(till.orders(), order, _closing)


async def test_a_writer_that_loses_a_hundred_rounds_gives_up_and_has_written_nothing(
    world: World, till: Container, order: Order
) -> None:
    lost = failing("stores.orders", "save", StaleOrder("first"), times=MAX_ROUNDS)
    with meeting(lost), pytest.raises(StaleOrder):
        await change(till.orders(), order, _closing)
    assert (await stored(world, order.id)).version == order.version


async def test_many_facts_are_applied_in_one_write_and_those_of_other_orders_ignored(
    till: Container, order: Order
) -> None:
    foreign = refund_fact(order, 301, payment_intent_id="pi_other")
    recorded = await apply_facts(till.orders(), order, (foreign, payment_fact(order), refund_fact(order, 777)), by())
    assert recorded.version == order.version + 1
    assert (recorded.amount_refunded, len(recorded.refunds)) == (777, 1)
