"""An order that was made to look paid in the database is found by asking Stripe, and a person is alerted."""

from dataclasses import replace
from datetime import timedelta

import pytest

from application.repair.difference import Difference
from application.repair.reconcile import ReconcileCommand, Source
from domain.facts.payment import PaymentState
from domain.identifiers.order_number import order_number
from domain.identifiers.types import PaymentIntentId
from domain.orders.order import Order
from domain.payments.intent import Intent
from entrypoints.container import Container
from tests.use_cases.scenes import paid, unpaid
from tests.world.world import World

COMMAND = ReconcileCommand(since={Source.PAID: timedelta(days=1)})


async def found(till: Container, command: ReconcileCommand = COMMAND) -> list[Difference]:
    return [difference async for difference in till.reconcile()(command, lambda *_: None)]


def tamper(world: World, order: Order, intent: Intent) -> None:
    """Writes the order as a person with access to the database could."""
    stored = world.stores.order_table.stored[order.id]
    world.stores.order_table.stored[order.id] = replace(stored, order=replace(stored.order, intent=intent))


def looking_paid(order: Order) -> Intent:
    return replace(order.intent, state=PaymentState.SUCCEEDED, captured=order.total)


async def test_an_order_that_is_paid_is_no_difference(world: World, till: Container) -> None:
    await paid(world)
    assert await found(till) == []
    assert world.stores.alerts.raised == {}


async def test_an_order_that_was_made_to_look_paid_is_found_and_alerted(world: World, till: Container) -> None:
    order = (await unpaid(world)).order
    tamper(world, order, looking_paid(order))
    assert order.intent.id is not None
    assert await found(till) == [
        Difference(
            what="paid order",
            id=order.intent.id,
            ours="succeeded",
            theirs="pending",
            order_number=order_number(order.id),
        )
    ]
    assert world.stores.alerts.raised[f"not_paid:{order.id}"].kind == "not_paid"


async def test_a_dry_run_alerts_no_one(world: World, till: Container) -> None:
    order = (await unpaid(world)).order
    tamper(world, order, looking_paid(order))
    assert len(await found(till, replace(COMMAND, dry_run=True))) == 1
    assert world.stores.alerts.raised == {}


@pytest.mark.parametrize(
    ("intent_id", "theirs"), [(None, "no payment intent"), (PaymentIntentId("pi_3Qnone"), "no such intent")]
)
async def test_an_intent_that_stripe_does_not_have_is_no_payment(
    world: World, till: Container, intent_id: PaymentIntentId | None, theirs: str
) -> None:
    order = (await unpaid(world)).order
    tamper(world, order, replace(looking_paid(order), id=intent_id))
    assert [difference.theirs for difference in await found(till)] == [theirs]


async def test_the_payment_of_another_order_is_none_of_this_one(world: World, till: Container) -> None:
    other = await paid(world)
    order = (await unpaid(world, "second")).order
    tamper(world, order, replace(looking_paid(order), id=other.intent.id))
    assert [difference.theirs for difference in await found(till)] == [f"paid for {other.id}"]


async def test_less_received_than_claimed_is_found(world: World, till: Container) -> None:
    order = await paid(world)
    tamper(world, order, replace(order.intent, captured=order.total + 1))
    assert [difference.theirs for difference in await found(till)] == [f"{order.total} received, not {order.total + 1}"]
