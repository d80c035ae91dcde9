"""An event is sent again by its delivery's id, and what changed is listed page by page."""

from __future__ import annotations

import pytest

from application.orders.errors import NotFound
from application.ports.storage.deliveries import DeliveryStatus, delivery_id
from entrypoints.container import Container
from tests import builders
from tests.world.world import SHOP_ENDPOINT, World


async def test_a_delivery_that_was_made_is_made_again(world: World, till: Container) -> None:
    order = await world.stores.orders.add(builders.paid())
    await world.work(till)
    (delivered,) = await world.stores.deliveries.of_order(order.id)
    assert delivered.status is DeliveryStatus.DELIVERED
    again = await till.resend_event()(delivery_id(str(delivered.id)))
    assert (again.id, again.status) == (delivered.id, DeliveryStatus.PENDING)
    await world.work(till)
    assert [message.id for _, message in world.receivers.posts] == [delivered.id.event_id] * 2


async def test_a_delivery_that_waits_behind_another_says_nothing_of_tries(world: World) -> None:
    order = await world.stores.orders.add(builders.paid())
    (pending,) = await world.stores.deliveries.of_order(order.id)
    assert (pending.status, pending.attempts, pending.next_try_at) == (DeliveryStatus.PENDING, 0, None)


async def test_what_was_never_sent_is_not_sent_again(till: Container) -> None:
    with pytest.raises(NotFound):
        await till.resend_event()(delivery_id(f"ord_000000000000.3.{SHOP_ENDPOINT.id}"))


@pytest.mark.parametrize("text", ["ord_1.3", "ord_1.x.e1", ".3.e1", "ord_1.3."])
def test_what_spells_no_id_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"delivery|unpack"):
        delivery_id(text)


async def test_failures_of_a_waiting_event_are_shown(world: World, till: Container) -> None:
    order = await world.stores.orders.add(builders.paid())
    world.receivers.down[SHOP_ENDPOINT.id] = "status 500"
    await world.work(till)
    (failing,) = await world.stores.deliveries.of_order(order.id)
    assert (failing.attempts, failing.reason) == (1, "status 500")
    assert failing.next_try_at is not None


async def test_changes_are_listed_from_a_cursor_on(world: World, till: Container) -> None:
    order = await world.stores.orders.add(builders.paid())
    page = await till.list_changes()(None, 10)
    assert [each.id for each in page.orders] == [order.id]
    assert (await till.list_changes()(page.cursor, 10)).orders == ()
