"""Paying with a saved card: one charge at most, with the shopper's own card."""

import asyncio

import pytest

from application.checkout.card_testing import WITHIN
from application.checkout.confirm_payment import ConfirmPaymentCommand
from application.checkout.errors import CardDeclined, PaymentClosed, TooManyDeclines
from application.orders.errors import NotFound
from application.payment_methods.attach_payment_method import AttachPaymentMethodCommand
from application.ports.stripe.failures import OutcomeUnknown, StateConflict
from application.ports.stripe.payments import NextAction
from domain.customers.user import User
from domain.facts.payment import PaymentState
from domain.identifiers.types import PaymentIntentId, PaymentMethodId, RequestScope
from domain.orders.history import EntryType
from domain.orders.order import OrderStatus
from entrypoints.container import Container
from stripe_stand_in.model import Fault
from tests.use_cases.scenes import BOB, intent_of, recorded, stored, unpaid
from tests.world.dashboard import at_stripe
from tests.world.shoppers import ADA, pay
from tests.world.trouble import failing, meanwhile, meeting
from tests.world.world import World


async def _saved(till: Container, method: str = "pm_card_visa", user: User = ADA) -> PaymentMethodId:
    command = AttachPaymentMethodCommand(
        user=user,
        payment_method_id=PaymentMethodId(method),
        request_scope=RequestScope(f"attach {method} {user.id}"),
        cause="request:attach",
    )
    return (await till.attach_payment_method()(command)).method.id


def _confirm(intent: PaymentIntentId, method: PaymentMethodId, user: User = ADA) -> ConfirmPaymentCommand:
    return ConfirmPaymentCommand(
        user_id=user.id,
        payment_intent_id=intent,
        payment_method_id=method,
        return_url=None,
        actor=f"user:{user.id}",
        cause="request:confirm",
    )


async def test_a_saved_card_pays_and_never_twice(world: World, till: Container) -> None:
    command = _confirm(intent_of((await unpaid(world)).order), await _saved(till))
    first, again = await till.confirm_payment()(command), await till.confirm_payment()(command)
    assert first.seen.status == again.seen.status == "succeeded"
    assert (first.order_id, first.client_secret) == (again.order_id, None)
    assert world.model.totals.served["POST /v1/payment_intents/{intent}/confirm"] == 1
    assert (await stored(world, first.order_id)).status is OrderStatus.CONFIRMED


async def test_a_bank_that_asks_for_authentication_is_shown_with_its_page(world: World, till: Container) -> None:
    method = await _saved(till, "pm_card_authenticationRequired")
    shown = await till.confirm_payment()(_confirm(intent_of((await unpaid(world)).order), method))
    assert shown.seen.status == "requires_action"
    assert shown.next_action is not None
    assert shown.client_secret is not None
    assert shown.client_secret in str(shown.next_action.redirect_url)
    to_an_admin = await till.show_payment()(shown.seen.id, user_id=BOB.id, is_admin=True)
    assert to_an_admin.next_action == NextAction(type=shown.next_action.type)


async def test_a_decline_is_shown_and_recorded_once_and_another_card_may_pay(world: World, till: Container) -> None:
    order = (await unpaid(world)).order
    bad, good = await _saved(till, "pm_card_chargeCustomerFail"), await _saved(till)
    with pytest.raises(CardDeclined) as declined:
        await till.confirm_payment()(_confirm(intent_of(order), bad))
    await world.deliver(till)
    assert declined.value.code == "card_declined"
    failed = await stored(world, order.id)
    assert (failed.intent.state, len(failed.intent.failures)) == (PaymentState.FAILED, 1)
    assert (await till.confirm_payment()(_confirm(intent_of(order), good))).seen.status == "succeeded"


async def test_an_unanswered_confirmation_is_read_before_it_is_tried_again(world: World, till: Container) -> None:
    order = (await unpaid(world)).order
    command = _confirm(intent_of(order), await _saved(till))
    world.model.faults.next("POST /v1/payment_intents/*/confirm", Fault.LOSE_ANSWER)
    with pytest.raises(OutcomeUnknown):
        await till.confirm_payment()(command)
    assert (await till.confirm_payment()(command)).seen.status == "succeeded"
    assert (await recorded(world, order.id)).count(EntryType.PAYMENT_ATTEMPTED) == 1


async def test_where_the_browser_paid_in_the_same_moment_its_payment_is_shown(world: World, till: Container) -> None:
    started = await unpaid(world)
    command = _confirm(intent_of(started.order), await _saved(till))
    with meeting(meanwhile("payments", "confirm", lambda: pay(world, started))):
        shown = await till.confirm_payment()(command)
    assert shown.seen.status == "succeeded"
    assert len(world.model.totals.payment(intent_of(started.order)).charges) == 1


async def test_of_two_confirmations_at_once_both_return_the_one_payment(world: World, till: Container) -> None:
    started = await unpaid(world)
    command = _confirm(intent_of(started.order), await _saved(till))
    # The twin pays, and its success is recorded, after this one has read the intent and before it records its attempt.
    with meeting(meanwhile("stores.users", "get", lambda: till.confirm_payment()(command))):
        shown = await till.confirm_payment()(command)
    assert shown.seen.status == "succeeded"
    assert len(world.model.totals.payment(intent_of(started.order)).charges) == 1


async def test_where_another_attempt_came_to_nothing_in_the_same_moment_the_payment_may_be_tried_again(
    world: World, till: Container
) -> None:
    command = _confirm(intent_of((await unpaid(world)).order), await _saved(till))
    with meeting(failing("payments", "confirm", StateConflict("another attempt was under way"))):
        shown = await till.confirm_payment()(command)
    assert (shown.seen.status, shown.client_secret is None) == ("requires_payment_method", False)
    assert (await till.confirm_payment()(command)).seen.status == "succeeded"


async def test_a_payment_that_was_canceled_in_the_same_moment_is_closed(world: World, till: Container) -> None:
    started = await unpaid(world)
    command = _confirm(intent_of(started.order), await _saved(till))

    async def canceled() -> None:
        at_stripe(world, "POST", f"/v1/payment_intents/{started.order.intent.id}/cancel")
        await world.deliver(till)

    with meeting(meanwhile("stores.users", "get", canceled)), pytest.raises(PaymentClosed) as closed:
        await till.confirm_payment()(command)
    assert closed.value.status == "canceled"


async def test_a_canceled_payment_can_not_be_tried(world: World, till: Container) -> None:
    order = (await unpaid(world)).order
    at_stripe(world, "POST", f"/v1/payment_intents/{order.intent.id}/cancel")
    with pytest.raises(PaymentClosed) as closed:
        await till.confirm_payment()(_confirm(intent_of(order), await _saved(till)))
    assert closed.value.status == "canceled"


async def test_anothers_payment_and_anothers_card_are_not_found(world: World, till: Container) -> None:
    order = (await unpaid(world)).order
    bobs, adas = await _saved(till, user=BOB), await _saved(till)
    with pytest.raises(NotFound, match=r"no such payment$"):
        await till.confirm_payment()(_confirm(intent_of(order), bobs, BOB))
    with pytest.raises(NotFound, match=r"no such payment$"):
        await till.confirm_payment()(_confirm(PaymentIntentId("pi_of_nobody"), adas))
    for method in (bobs, PaymentMethodId("pm_of_nobody")):
        with pytest.raises(NotFound, match="payment method"):
            await till.confirm_payment()(_confirm(intent_of(order), method))
    assert (await stored(world, order.id)).intent.confirmations == 0


async def test_who_tries_cards_is_stopped(world: World, till: Container) -> None:
    order = (await unpaid(world)).order
    bad = await _saved(till, "pm_card_chargeCustomerFail")
    for _ in range(10):
        with pytest.raises(CardDeclined):
            await till.confirm_payment()(_confirm(intent_of(order), bad))
    with pytest.raises(TooManyDeclines):
        await till.confirm_payment()(_confirm(intent_of(order), bad))
    assert world.model.totals.served["POST /v1/payment_intents/{intent}/confirm"] == 10


async def test_confirmations_at_once_do_not_pass_the_limit_together(world: World, till: Container) -> None:
    orders = [(await unpaid(world, request_scope=f"cart {number}")).order for number in range(20)]
    bad = await _saved(till, "pm_card_chargeCustomerFail")
    ends = await asyncio.gather(
        *(till.confirm_payment()(_confirm(intent_of(order), bad)) for order in orders), return_exceptions=True
    )
    assert {type(end) for end in ends} == {CardDeclined, TooManyDeclines}
    assert world.model.totals.served["POST /v1/payment_intents/{intent}/confirm"] <= 10


async def test_an_attempt_without_an_answer_counts_until_the_hour_is_over(world: World, till: Container) -> None:
    order = (await unpaid(world)).order
    saved = await _saved(till)
    world.model.faults.next("POST /v1/payment_intents/*/confirm", Fault.LOSE_ANSWER)
    with pytest.raises(OutcomeUnknown):
        await till.confirm_payment()(_confirm(intent_of(order), saved))
    ada = await world.stores.users.get(ADA.id)
    assert ada is not None
    assert ada.declines_since(world.clock.now()) == 1
    world.clock.advance(3601)
    assert ada.declines_since(world.clock.now() - WITHIN) == 0
