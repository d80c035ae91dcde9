"""Canceling: at Stripe first, and never what is paid."""

import pytest

from application.checkout.cancel_checkout import CancelCheckoutCommand
from application.checkout.errors import CheckoutAlreadyPaid
from application.orders.errors import NotFound
from application.ports.stripe.failures import AmountRefused, Missing, NotExecuted, OutcomeUnknown, Refused
from domain.identifiers.types import PaymentIntentId, UserId
from domain.orders.history import EntryType
from domain.orders.order import Order, OrderStatus
from domain.payments.intent import Closing
from domain.payments.refusal import AmountLimit, RequestPart
from entrypoints.container import Container
from stripe_stand_in.model import Fault
from tests.use_cases.scenes import BOB, intent_of, only_order, paid, recorded, stored, unpaid
from tests.world.dashboard import at_stripe
from tests.world.shoppers import ADA, pay, start
from tests.world.trouble import failing, meanwhile, meeting
from tests.world.world import World


def _cancel(intent: PaymentIntentId, user_id: UserId = ADA.id) -> CancelCheckoutCommand:
    return CancelCheckoutCommand(
        user_id=user_id,
        payment_intent_id=intent,
        reason="requested_by_customer",
        actor=f"user:{user_id}",
        cause="request:cancel",
    )


async def test_a_checkout_is_canceled_once_however_often_it_is_asked(world: World, till: Container) -> None:
    order = (await unpaid(world)).order
    first = await till.cancel_checkout()(_cancel(intent_of(order)))
    again = await till.cancel_checkout()(_cancel(intent_of(order)))
    assert (first.seen.status, again.seen.status) == ("canceled", "canceled")
    assert first.client_secret is None
    assert world.model.totals.payment(intent_of(order)).status == "canceled"
    assert (await recorded(world, order.id)).count(EntryType.PAYMENT_CANCELED) == 1


async def test_one_that_was_canceled_in_the_dashboard_is_canceled_here(world: World, till: Container) -> None:
    order = (await unpaid(world)).order
    at_stripe(world, "POST", f"/v1/payment_intents/{order.intent.id}/cancel")
    assert (await till.cancel_checkout()(_cancel(intent_of(order)))).seen.status == "canceled"
    assert (await stored(world, order.id)).intent.closing is None


async def test_what_is_paid_is_not_canceled_whether_or_not_we_knew(world: World, till: Container) -> None:
    started = await unpaid(world)
    pay(world, started)
    for _ in range(2):
        with pytest.raises(CheckoutAlreadyPaid):
            await till.cancel_checkout()(_cancel(intent_of(started.order)))
    assert (await stored(world, started.order.id)).status is OrderStatus.CONFIRMED


async def test_a_shopper_who_pays_in_the_moment_of_canceling_has_paid(world: World, till: Container) -> None:
    started = await unpaid(world)
    with (
        meeting(meanwhile("payments", "cancel", lambda: pay(world, started))),
        pytest.raises(CheckoutAlreadyPaid) as refused,
    ):
        await till.cancel_checkout()(_cancel(intent_of(started.order)))
    assert refused.value.status == "succeeded"
    assert (await stored(world, started.order.id)).status is OrderStatus.CONFIRMED


async def test_the_payment_of_another_and_one_that_is_nobodys_are_not_found(world: World, till: Container) -> None:
    order = (await unpaid(world)).order
    with pytest.raises(NotFound):
        await till.cancel_checkout()(_cancel(intent_of(order), BOB.id))
    with pytest.raises(NotFound):
        await till.cancel_checkout()(_cancel(PaymentIntentId("pi_of_nobody")))
    assert await stored(world, order.id) == order


async def test_nothing_is_canceled_here_before_stripe_has_said_so_and_the_worker_ends_it(
    world: World, till: Container
) -> None:
    order = (await unpaid(world)).order
    world.model.faults.next("POST /v1/payment_intents/*/cancel", Fault.LOSE_REQUEST)
    with pytest.raises(OutcomeUnknown):
        await till.cancel_checkout()(_cancel(intent_of(order)))
    left = await stored(world, order.id)
    assert (left.status, left.intent.closing) == (OrderStatus.PENDING, Closing.REQUESTED)
    world.clock.advance(31)
    await till.settle_orders()()
    assert (await stored(world, order.id)).status is OrderStatus.CANCELED


async def _not_asked(world: World, till: Container) -> Order:
    with meeting(failing("payments", "create", NotExecuted("turned away"))), pytest.raises(NotExecuted):
        await start(till, "first")
    return await only_order(world)


async def test_an_intent_whose_creation_got_no_answer_is_found_and_canceled(world: World, till: Container) -> None:
    order = await _not_asked(world, till)
    await start(till, "second", replaces=order.id)
    assert sorted(payment.status for payment in world.model.totals.payments()) == [
        "canceled",
        "requires_payment_method",
    ]


@pytest.mark.parametrize(
    "no", [AmountRefused("amount_too_small", AmountLimit.TOO_SMALL), Refused("parameter_invalid", RequestPart.SHIPPING)]
)
async def test_a_checkout_that_proves_unpayable_when_it_is_replaced_does_not_stop_its_successor(
    world: World, till: Container, no: Exception
) -> None:
    order = await _not_asked(world, till)
    with meeting(failing("payments", "create", no)):
        second = await start(till, "second", replaces=order.id)
    assert (await stored(world, order.id)).status is OrderStatus.CANCELED
    assert second.order.intent.id is not None


async def test_an_order_whose_intent_stripe_denies_is_not_taken_for_canceled(world: World, till: Container) -> None:
    order = (await unpaid(world)).order
    denied = failing("payments", "show", Missing("resource_missing"))
    with meeting(denied), pytest.raises(Missing):
        await till.cancel_intent()(order, Closing.REPLACED, reason=None, actor="till", cause="worker:test")
    assert (await stored(world, order.id)).status is OrderStatus.PENDING


async def test_an_order_that_can_have_no_intent_any_more_counts_as_canceled(world: World, till: Container) -> None:
    with (
        meeting(failing("payments", "create", AmountRefused("amount_too_small", AmountLimit.TOO_SMALL))),
        pytest.raises(AmountRefused),
    ):
        await start(till, "first")
    second = await start(till, "second", replaces=(await only_order(world)).id)
    assert second.order.status is OrderStatus.PENDING


async def test_an_order_paid_long_ago_is_left_alone(world: World, till: Container) -> None:
    order: Order = await paid(world)
    asked = world.model.totals.served.total()
    with pytest.raises(CheckoutAlreadyPaid):
        await till.cancel_checkout()(_cancel(intent_of(order)))
    assert world.model.totals.served.total() == asked
