"""Saved cards: each shopper's own, listed, attached and detached for them alone."""

import asyncio

import pytest

from application.checkout.errors import CardDeclined, TooManyDeclines
from application.orders.errors import NotFound
from application.payment_methods.attach_payment_method import MAX_ATTEMPTS, AttachPaymentMethodCommand
from application.payment_methods.errors import PaymentMethodRefused
from application.payment_methods.list_payment_methods import ListedMethod
from application.ports.stripe.failures import (
    Missing,
    OutcomeUnknown,
    Refused,
    ReplayedFailure,
    StateConflict,
)
from domain.customers.user import User
from domain.identifiers.types import PaymentMethodId, RequestScope
from domain.payments.refusal import RequestPart
from entrypoints.container import Container
from stripe_stand_in.model import Fault
from tests.use_cases.scenes import BOB, intent_of, only_order, unpaid
from tests.world.dashboard import at_stripe
from tests.world.shoppers import ADA, pay, place
from tests.world.trouble import failing, meanwhile, meeting
from tests.world.world import World

VISA = PaymentMethodId("pm_card_visa")


async def _attach(
    till: Container, method: PaymentMethodId = VISA, user: User = ADA, request_scope: str = "attach"
) -> ListedMethod:
    return await till.attach_payment_method()(
        AttachPaymentMethodCommand(
            user=user, payment_method_id=method, request_scope=RequestScope(request_scope), cause="request:attach"
        )
    )


async def test_a_saved_method_is_its_owners_and_attaching_it_again_changes_nothing(
    world: World, till: Container
) -> None:
    saved = await _attach(till)
    again = await _attach(till, saved.method.id, request_scope="again")
    assert (saved.method.last4, saved.method.customer_id) == ("4242", world.model.totals.customers()[0])
    assert again == saved
    assert [listed.method for listed in await till.list_payment_methods()(ADA.id)] == [saved.method]
    assert await till.list_payment_methods()(BOB.id) == ()


async def test_an_attachment_whose_answer_was_lost_is_made_once(world: World, till: Container) -> None:
    world.model.faults.next("POST /v1/payment_methods/*/attach", Fault.LOSE_ANSWER)
    with pytest.raises(OutcomeUnknown):
        await _attach(till)
    await _attach(till)
    assert len(await till.list_payment_methods()(ADA.id)) == 1


@pytest.mark.parametrize("fault", [Fault.FAIL_BEFORE, Fault.FAIL_AFTER])
async def test_a_key_that_replays_a_failure_is_given_up_for_the_next(
    world: World, till: Container, fault: Fault
) -> None:
    world.model.faults.next("POST /v1/payment_methods/*/attach", fault)
    with pytest.raises(OutcomeUnknown):
        await _attach(till)
    saved = await _attach(till)
    assert saved.method.customer_id == world.model.totals.customers()[0]


async def test_keys_that_are_all_spent_are_an_unknown_outcome(till: Container) -> None:
    spent = failing("payment_methods", "attach", ReplayedFailure("500"), times=99)
    with meeting(spent), pytest.raises(OutcomeUnknown, match="would not save"):
        await _attach(till)
    assert spent.times == 99 - MAX_ATTEMPTS


async def test_the_default_is_what_was_last_paid_with(world: World, till: Container) -> None:
    paid_with, other = (
        await _attach(till),
        await _attach(till, PaymentMethodId("pm_card_mastercard"), request_scope="other"),
    )
    started = await unpaid(world)
    pay(world, started, paid_with.method.id)
    await place(till, intent_of(started.order))
    listed = {each.method.id: each.is_default for each in await till.list_payment_methods()(ADA.id)}
    assert listed == {paid_with.method.id: True, other.method.id: False}
    assert (await _attach(till, paid_with.method.id, request_scope="again")).is_default


async def test_a_card_saved_twice_is_listed_once_as_it_was_saved_last(world: World, till: Container) -> None:
    older = await _attach(till)
    other = await _attach(till, PaymentMethodId("pm_card_mastercard"), request_scope="other")
    pay(world, await unpaid(world), older.method.id)
    await place(till, intent_of(await only_order(world)))
    newer = await _attach(till, request_scope="again")
    listed = await till.list_payment_methods()(ADA.id)
    assert [(each.method.id, each.is_default) for each in listed] == [(newer.method.id, True), (other.method.id, False)]


async def test_a_card_saved_twice_is_removed_at_once_and_a_request_that_died_between_ends_it(
    world: World, till: Container
) -> None:
    await _attach(till)
    other = await _attach(till, PaymentMethodId("pm_card_mastercard"), request_scope="other")
    newer = await _attach(till, request_scope="again")
    world.model.faults.next(f"POST /v1/payment_methods/{newer.method.id}/detach", Fault.LOSE_REQUEST)
    with pytest.raises(OutcomeUnknown):
        await till.detach_payment_method()(ADA.id, newer.method.id)
    await till.detach_payment_method()(ADA.id, newer.method.id)
    assert [each.method for each in await till.list_payment_methods()(ADA.id)] == [other.method]
    assert len(at_stripe(world, "GET", f"/v1/customers/{other.method.customer_id}/payment_methods")["data"]) == 1


async def test_anothers_method_can_be_neither_attached_nor_detached(world: World, till: Container) -> None:
    adas = await _attach(till)
    with pytest.raises(NotFound):
        await _attach(till, adas.method.id, BOB)
    with pytest.raises(NotFound):
        await till.detach_payment_method()(BOB.id, adas.method.id)
    await _attach(till, user=BOB)
    with pytest.raises(NotFound):
        await _attach(till, adas.method.id, BOB)
    with pytest.raises(NotFound):
        await till.detach_payment_method()(BOB.id, adas.method.id)
    assert [listed.method for listed in await till.list_payment_methods()(ADA.id)] == [adas.method]


async def test_a_method_that_does_not_exist_is_not_found(till: Container) -> None:
    gone = PaymentMethodId("pm_of_nobody")
    with pytest.raises(NotFound):
        await _attach(till, gone)
    with pytest.raises(NotFound):
        await till.detach_payment_method()(ADA.id, gone)


async def test_a_detached_method_is_forgotten(till: Container) -> None:
    saved = await _attach(till)
    await till.detach_payment_method()(ADA.id, saved.method.id)
    assert await till.list_payment_methods()(ADA.id) == ()
    with pytest.raises(NotFound):
        await till.detach_payment_method()(ADA.id, saved.method.id)


async def test_declined_attachments_count_as_card_testing(world: World, till: Container) -> None:
    for number in range(10):
        card = at_stripe(world, "POST", "/v1/payment_methods", type="card", card__token="tok_chargeDeclined")
        with pytest.raises(CardDeclined):
            await _attach(till, PaymentMethodId(card["id"]), request_scope=f"try {number}")
    with pytest.raises(TooManyDeclines):
        await _attach(till)


async def test_the_same_declined_card_counts_each_time(world: World, till: Container) -> None:
    card = at_stripe(world, "POST", "/v1/payment_methods", type="card", card__token="tok_chargeDeclined")
    for number in range(10):
        with pytest.raises(CardDeclined):
            await _attach(till, PaymentMethodId(card["id"]), request_scope=f"try {number}")
    with pytest.raises(TooManyDeclines):
        await _attach(till)


async def test_attachments_at_once_do_not_pass_the_limit_together(world: World, till: Container) -> None:
    cards = [
        at_stripe(world, "POST", "/v1/payment_methods", type="card", card__token="tok_chargeDeclined")["id"]
        for _ in range(40)
    ]
    ends = await asyncio.gather(
        *(_attach(till, PaymentMethodId(card), request_scope=f"try {card}") for card in cards), return_exceptions=True
    )
    assert sorted(type(end).__name__ for end in ends) == ["CardDeclined"] * 10 + ["TooManyDeclines"] * 30
    assert world.model.totals.served["POST /v1/payment_methods/{payment_method}/attach"] == 10


async def test_cards_that_are_saved_count_as_no_declines(world: World, till: Container) -> None:
    for number in range(11):
        await _attach(till, request_scope=f"card {number}")
    assert world.model.totals.served["POST /v1/payment_methods/{payment_method}/attach"] == 11


async def test_a_customer_that_was_deleted_is_replaced_on_the_way(world: World, till: Container) -> None:
    before = (await _attach(till)).method.customer_id
    at_stripe(world, "DELETE", f"/v1/customers/{before}")
    saved = await _attach(till, request_scope="second")
    assert saved.method.customer_id not in (None, before)


async def test_a_user_whose_customer_was_deleted_has_no_methods_and_gets_a_new_customer(
    world: World, till: Container
) -> None:
    customer = (await _attach(till)).method.customer_id
    at_stripe(world, "DELETE", f"/v1/customers/{customer}")
    assert await till.list_payment_methods()(ADA.id) == ()
    ada = await world.stores.users.get(ADA.id)
    assert ada is not None
    assert ada.customer_id is None


async def test_a_shopper_without_a_customer_has_no_methods_and_stripe_is_not_asked(
    world: World, till: Container
) -> None:
    await world.stores.users.add(ADA)
    assert await till.list_payment_methods()(ADA.id) == ()
    assert world.model.totals.served.total() == 0


async def test_a_method_that_vanishes_before_it_is_attached_is_not_found(till: Container) -> None:
    gone = failing("payment_methods", "attach", Missing("resource_missing", RequestPart.PAYMENT_METHOD))
    with meeting(gone), pytest.raises(NotFound):
        await _attach(till)


@pytest.mark.parametrize("error", [Refused("payment_method_not_available"), StateConflict("used up")])
async def test_a_method_that_stripe_refuses_for_good_is_refused(till: Container, error: Exception) -> None:
    with meeting(failing("payment_methods", "attach", error)), pytest.raises(PaymentMethodRefused):
        await _attach(till)


async def test_a_method_that_another_attached_in_the_same_moment_is_refused(world: World, till: Container) -> None:
    created = at_stripe(world, "POST", "/v1/payment_methods", type="card", card__token="tok_visa")
    method = PaymentMethodId(created["id"])
    with (
        meeting(meanwhile("payment_methods", "attach", lambda: _attach(till, method, BOB, "bob's"))),
        pytest.raises(PaymentMethodRefused),
    ):
        await _attach(till, method)
    assert await till.list_payment_methods()(ADA.id) == ()
