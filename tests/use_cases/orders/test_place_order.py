"""The browser tells that it has paid; Stripe is believed, the browser never."""

import pytest

from application.orders.errors import NotFound, PaymentNotSucceeded
from application.ports.stripe.failures import OutcomeUnknown
from domain.identifiers.types import PaymentIntentId
from domain.orders.history import EntryType
from domain.orders.order import OrderStatus
from entrypoints.container import Container
from tests.use_cases.scenes import BOB, intent_of, paid, recorded, stored, unpaid
from tests.world.shoppers import pay, place
from tests.world.trouble import failing, meanwhile, meeting
from tests.world.world import World


async def test_a_paid_order_is_confirmed_once_and_returned_again_without_a_call_to_stripe(
    world: World, till: Container
) -> None:
    started = await unpaid(world)
    pay(world, started)
    first = await place(till, intent_of(started.order))
    asked = world.model.totals.served.total()
    again = await place(till, intent_of(started.order))
    assert (first.confirmed_now, again.confirmed_now) == (True, False)
    assert first.order.status is OrderStatus.CONFIRMED
    assert again.order == first.order
    assert world.model.totals.served.total() == asked


async def test_where_the_webhook_came_first_stripe_is_asked_nothing(world: World, till: Container) -> None:
    order = await paid(world)
    asked = world.model.totals.served.total()
    placed = await place(till, intent_of(order))
    assert (placed.confirmed_now, placed.order) == (False, order)
    assert world.model.totals.served.total() == asked


async def test_a_shopper_is_shown_no_confirmation_before_the_risk_is_known(world: World, till: Container) -> None:
    started = await unpaid(world)
    pay(world, started, "pm_card_riskLevelElevated")
    await world.deliver(till, lost="charge.succeeded")
    assert (await stored(world, started.order.id)).awaits_risk
    placed = await place(till, intent_of(started.order))
    assert (placed.confirmed_now, placed.order.status) == (False, OrderStatus.ON_HOLD)


async def test_where_the_webhook_comes_between_the_look_and_the_write_it_confirmed_the_order(
    world: World, till: Container
) -> None:
    started = await unpaid(world)
    pay(world, started)
    with meeting(meanwhile("payments", "show", lambda: world.deliver(till), late=True)):
        placed = await place(till, intent_of(started.order))
    assert (placed.confirmed_now, placed.order.status) == (False, OrderStatus.CONFIRMED)
    assert (await recorded(world, started.order.id)).count(EntryType.PAYMENT_SUCCEEDED) == 1


@pytest.mark.parametrize(
    ("method", "status"),
    [
        ("pm_card_visa_chargeDeclined", "requires_payment_method"),
        ("pm_card_threeDSecure2Required", "requires_action"),
        ("pm_usBankAccount_processing", "processing"),
    ],
)
async def test_what_stripe_does_not_call_succeeded_is_no_order(
    world: World, till: Container, method: str, status: str
) -> None:
    started = await unpaid(world)
    pay(world, started, method)
    with pytest.raises(PaymentNotSucceeded) as refused:
        await place(till, intent_of(started.order))
    assert (refused.value.order_id, refused.value.status) == (started.order.id, status)
    assert (await stored(world, started.order.id)).status is OrderStatus.PENDING


async def test_the_payment_of_another_and_one_that_is_nobodys_are_not_found(world: World, till: Container) -> None:
    order = await paid(world)
    with pytest.raises(NotFound, match="payment"):
        await place(till, intent_of(order), user=BOB)
    with pytest.raises(NotFound, match="payment"):
        await place(till, PaymentIntentId("pi_of_nobody"))


async def test_where_stripe_does_not_answer_nothing_is_confirmed_and_asking_again_confirms(
    world: World, till: Container
) -> None:
    started = await unpaid(world)
    pay(world, started)
    with meeting(failing("payments", "show", OutcomeUnknown("time-out"))), pytest.raises(OutcomeUnknown):
        await place(till, intent_of(started.order))
    assert (await stored(world, started.order.id)).status is OrderStatus.PENDING
    assert (await place(till, intent_of(started.order))).confirmed_now


async def test_a_payment_under_review_is_an_order_but_not_one_to_send(world: World, till: Container) -> None:
    started = await unpaid(world)
    pay(world, started)
    world.model.open_review(intent_of(started.order))
    await world.deliver(till)
    placed = await place(till, intent_of(started.order))
    assert (placed.confirmed_now, placed.order.status) == (False, OrderStatus.ON_HOLD)
