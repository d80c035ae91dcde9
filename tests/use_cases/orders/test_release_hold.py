"""A person lets an order go that was held."""

import pytest

from application.orders.errors import NotFound
from application.orders.release_hold import ReleaseHoldCommand
from domain.errors.orders import HoldNotFound, HoldNotReleasable
from domain.identifiers.order_number import order_number
from domain.identifiers.types import HoldId
from domain.orders.history import EntryType
from domain.orders.order import Order, OrderStatus
from entrypoints.container import Container
from tests.use_cases.scenes import intent_of, paid, recorded, stored
from tests.world.world import World


def _release(order: str, hold_id: str) -> ReleaseHoldCommand:
    return ReleaseHoldCommand(
        order=order, hold_id=HoldId(hold_id), note="seen", actor="admin:grace", cause="request:release"
    )


@pytest.fixture
async def warned(world: World, till: Container) -> Order:
    order = await paid(world)
    world.model.warn(intent_of(order))
    await world.deliver(till)
    return await stored(world, order.id)


async def test_a_hold_is_released_once_by_the_admin_who_looked(world: World, till: Container, warned: Order) -> None:
    (hold,) = warned.holds
    assert warned.status is OrderStatus.ON_HOLD
    released = await till.release_hold()(_release(order_number(warned.id), hold.id))
    again = await till.release_hold()(_release(warned.id, hold.id))
    assert (released.status, released.holds[0].released_by) == (OrderStatus.CONFIRMED, "admin:grace")
    assert again == released
    assert (await recorded(world, warned.id)).count(EntryType.HOLD_RELEASED) == 1


async def test_what_is_no_order_or_no_hold_of_it_is_not_found(till: Container, warned: Order) -> None:
    with pytest.raises(NotFound):
        await till.release_hold()(_release("T-no-order", "hld_1"))
    with pytest.raises(NotFound):
        await till.release_hold()(_release("ord_000000000000", "hld_1"))
    with pytest.raises(HoldNotFound):
        await till.release_hold()(_release(warned.id, "hld_of_another"))


async def test_an_open_dispute_keeps_its_hold(world: World, till: Container) -> None:
    order = await paid(world)
    world.model.open_dispute(intent_of(order))
    await world.deliver(till)
    disputed = await stored(world, order.id)
    with pytest.raises(HoldNotReleasable):
        await till.release_hold()(_release(order.id, disputed.holds[0].id))
    assert await stored(world, order.id) == disputed
