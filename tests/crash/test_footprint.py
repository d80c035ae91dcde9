"""A stop is taken for the same as another only where nothing outside tells the two apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable

import pytest

from domain.identifiers.types import CustomerId, PaymentIntentId
from stripe_stand_in.model import Fault
from tests.builders import alert
from tests.crash.footprint import footprint
from tests.crash.moments import Left, Moment, Stage, Trouble
from tests.crash.stories import a_refund_that_is_turned_away
from tests.world.alone import alone
from tests.world.promises import all_orders
from tests.world.shoppers import ADA, pay, refund_in_dashboard, start
from tests.world.world import World


@pytest.fixture
def world() -> World:
    """One with an order that is paid."""
    world = World(straight=True)
    pay(world, alone(start(world.till, "first")))
    return world


def _intent(world: World) -> PaymentIntentId:
    return PaymentIntentId(world.model.totals.payments()[0].id)


def _customer(world: World) -> CustomerId:
    return CustomerId(world.model.totals.customers()[0])


def _order_saved(world: World) -> None:
    alone(world.deliver(world.till, most=1))


def _refunded(world: World) -> None:
    refund_in_dashboard(world, _intent(world), 777)


def _reported(world: World) -> None:
    world.model.delivered(world.model.deliveries_due()[0].id, 200)


def _turned_away(world: World) -> None:
    world.model.delivered(world.model.deliveries_due()[0].id, 503)


@pytest.mark.parametrize(
    "change",
    [
        _order_saved,
        _refunded,
        _reported,
        _turned_away,
        lambda world: alone(start(world.till, "second")),
        lambda world: alone(world.stores.alerts.raise_alert(alert())),
        lambda world: alone(world.stores.users.forget_customer(ADA.id, _customer(world))),
        lambda world: world.clock.advance(0.001),
        lambda world: world.model.faults.next("POST /v1/refunds", Fault.LOSE_ANSWER),
        lambda world: world.mailer.refused.add("ada@customer.example"),
        lambda world: alone(world.chat.post(alert())),
    ],
)
def test_whatever_changes_outside_leaves_a_footprint(world: World, change: Callable[[World], object]) -> None:
    before = footprint(world)
    change(world)
    assert footprint(world) != before


def test_reading_leaves_none(world: World) -> None:
    before, called = footprint(world), sum(world.model.totals.served.values())
    till = world.till
    intent = alone(all_orders(world))[0].intent.id
    assert intent is not None
    alone(till.payments().show(intent))
    assert sum(world.model.totals.served.values()) == called + 1
    assert footprint(world) == before


async def _ending(at: int, trouble: Trouble, *, again: bool) -> tuple[Left | None, object]:
    world = World(straight=True)
    stage = Stage(world, Moment(at=at, trouble=trouble), again=again)
    await a_refund_that_is_turned_away(stage)
    await world.settle(webhooks=again)
    (order,) = await all_orders(world)
    refunds = [(refund.id, refund.amount, refund.status) for refund in order.refunds]
    return stage.left, (order.status, order.amount_refunded, refunds, [mail.notice for mail in world.mailer.mails])


@pytest.mark.parametrize("again", [True, False])
def test_what_leaves_the_same_behind_ends_the_same(*, again: bool) -> None:
    counting = Moment()
    alone(a_refund_that_is_turned_away(Stage(World(straight=True), counting, again=False)))
    endings = defaultdict(list)
    for trouble in Trouble:
        for at in range(counting.passed):
            left, ending = alone(_ending(at, trouble, again=again))
            endings[left].append(ending)
    assert None not in endings
    assert any(len(same) > 1 for same in endings.values())
    assert all(ending == same[0] for same in endings.values() for ending in same)
