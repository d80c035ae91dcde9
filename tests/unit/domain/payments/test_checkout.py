"""A checkout is written before its payment is asked for, and each request of ours before it is made."""

from datetime import timedelta

import pytest

from domain.errors.orders import CheckoutClosed, IntentNotRequested, TooManyAttempts
from domain.facts.payment import PaymentState
from domain.identifiers.types import CustomerId
from domain.orders.history import ChainHead, EntryType
from domain.orders.order import Contact, Order, OrderStatus, PaymentStatus
from domain.payments.checkout import (
    ask_for_intent,
    cancellation_requested,
    close_unrequested,
    close_without_intent,
    confirmation_key,
    correct_contact,
    creation_key,
    is_expired,
    new_intent_attempt,
    payment_attempted,
)
from domain.payments.intent import MAX_FAILED_ATTEMPTS, Closing
from domain.payments.refusal import AmountLimit, IntentRefusal
from tests import builders, fact_builders, when

BY = builders.by(at=when.after(60))


def test_a_new_order_is_pending_and_says_what_was_asked() -> None:
    order = builders.checkout(shipping=499, tax=94)
    assert (order.status, order.payment_status, order.total) == (OrderStatus.PENDING, PaymentStatus.PENDING, 1892)
    assert (order.refundable, order.amount_refunded, order.amount_reserved, order.unlisted_refunds) == (0, 0, 0, 0)
    assert order.expires_at == when.after(hours=24)
    assert dict(order.changes[0].data) == {"amount": 1892, "currency": "usd", "userId": order.user_id}


def test_each_request_has_a_key_of_its_own() -> None:
    order = builders.asked()
    assert creation_key(order) == f"till:order:{order.id}:intent:1"
    again = new_intent_attempt(order, "digest 2", CustomerId("cus_new"), "resource_missing", BY)
    assert creation_key(again) == f"till:order:{order.id}:intent:2"
    assert (again.intent.customer_id, again.intent.creation.digest) == ("cus_new", "digest 2")
    assert again.intent.creation.asked_at == when.after(60)
    first = payment_attempted(order, "pm_visa", BY)
    second = payment_attempted(first, "pm_visa", BY)
    assert [confirmation_key(each) for each in (first, second)] == [
        f"till:order:{order.id}:confirm:1",
        f"till:order:{order.id}:confirm:2",
    ]


def test_the_first_intent_recorded_stays() -> None:
    order = builders.asked()
    assert builders.asked(order) is order


@pytest.mark.parametrize("state", [PaymentState.SUCCEEDED, PaymentState.CANCELED])
def test_what_is_final_can_not_be_paid_again(state: PaymentState) -> None:
    order = builders.asked()
    with pytest.raises(CheckoutClosed):
        payment_attempted(builders.with_facts(order, fact_builders.payment_fact(order, state)), "pm_visa", BY)


def test_an_order_that_failed_too_often_can_not_be_tried_again() -> None:
    order = builders.asked()
    for number in range(MAX_FAILED_ATTEMPTS):
        failure = fact_builders.failed_attempt(number)
        order = builders.with_facts(order, fact_builders.payment_fact(order, PaymentState.FAILED, failure=failure))
    with pytest.raises(TooManyAttempts):
        payment_attempted(order, "pm_visa", BY)


def test_the_first_reason_to_cancel_stays_and_what_is_final_has_none() -> None:
    order = builders.asked()
    closing = cancellation_requested(order, Closing.REPLACED, BY)
    assert closing.intent.closing is Closing.REPLACED
    assert cancellation_requested(closing, Closing.EXPIRED, BY) is closing
    paid = builders.paid()
    assert cancellation_requested(paid, Closing.EXPIRED, BY) is paid


def test_an_order_whose_intent_stripe_refused_is_canceled_with_the_refusal() -> None:
    refusal = IntentRefusal(code="amount_too_small", amount_limit=AmountLimit.TOO_SMALL)
    order = close_without_intent(cancellation_requested(builders.checkout(), Closing.EXPIRED, BY), refusal, BY)
    assert order.status is OrderStatus.CANCELED
    assert order.intent.refusal == refusal
    assert dict(order.changes[-1].data) == {"reason": "refused", "code": "amount_too_small", "closing": "expired"}
    assert close_without_intent(order, None, BY) is order


def test_an_order_whose_intent_was_never_created_is_canceled_and_one_with_an_intent_is_not() -> None:
    order = close_without_intent(builders.checkout(), None, BY)
    assert (order.status, order.intent.cancellation_reason) == (OrderStatus.CANCELED, "never_created")
    known = builders.asked()
    assert close_without_intent(known, None, BY) is known


def test_a_checkout_expires_unless_its_payment_is_final() -> None:
    order = builders.asked(builders.checkout(lifetime=timedelta(hours=1)))
    assert not is_expired(order, when.after(3599.999))
    assert is_expired(order, when.after(3600))
    assert not is_expired(builders.paid(order), when.after(days=9))


def test_saving_moves_the_version_and_the_head_and_leaves_nothing_to_save() -> None:
    order = builders.asked()
    saved = order.saved(1, ChainHead(seq=2, hash="abc"))
    assert (saved.version, saved.head, saved.changes) == (1, ChainHead(seq=2, hash="abc"), ())


def test_a_change_in_the_past_never_turns_the_clock_back() -> None:
    order = cancellation_requested(builders.asked(), Closing.REQUESTED, builders.by(at=when.after(-60)))
    assert order.updated_at == when.AT
    assert order.changes[-1].type is EntryType.CANCELLATION_REQUESTED


def test_only_the_changed_refund_is_changed() -> None:
    order = builders.with_facts(builders.paid())
    one: Order = builders.with_refund_reserved(order, 1)
    two = builders.with_refund_reserved(one, 2)
    first, second = two.refunds
    changed = two.with_refund(second)
    assert changed.refunds == (first, second)
    assert second in two.refunds


def test_a_checkout_that_waits_for_its_shopper_asks_for_its_intent_once_with_what_the_shopper_adds() -> None:
    waiting = builders.shop_order(shipping_address=None)
    contact = Contact(email="ada@shop.example", locale="de")
    somewhere = builders.address()

    with pytest.raises(IntentNotRequested):
        _ = waiting.intent.customer
    requested = ask_for_intent(
        waiting,
        customer_id=CustomerId("cus_ada"),
        shipping_address=somewhere,
        contact=contact,
        save_payment_method=True,
        by=builders.by(at=when.after(5)),
    )

    assert requested.intent.customer == "cus_ada"
    assert (requested.shipping_address, requested.contact, requested.save_payment_method) == (somewhere, contact, True)
    assert requested.changes[-1].type is EntryType.PAYMENT_INTENT_REQUESTED
    again = ask_for_intent(
        requested,
        customer_id=CustomerId("cus_bob"),
        shipping_address=None,
        contact=Contact(email="bob@shop.example"),
        save_payment_method=False,
        by=builders.by(),
    )
    assert again is requested


def test_the_address_that_the_shop_named_stays() -> None:
    waiting = builders.shop_order()

    requested = builders.requested(waiting, shipping_address=builders.address(name="Somebody else"))

    assert requested.shipping_address == waiting.shipping_address


def test_a_checkout_without_an_intent_is_closed_without_one() -> None:
    waiting = builders.shop_order()
    closed = close_unrequested(waiting, Closing.EXPIRED, builders.by())

    assert closed.status is OrderStatus.CANCELED
    assert close_unrequested(closed, Closing.REQUESTED, builders.by()) is closed
    with pytest.raises(CheckoutClosed):
        builders.requested(closed)
    requested = builders.requested(waiting)
    assert close_unrequested(requested, Closing.EXPIRED, builders.by()) is requested


def test_an_address_to_write_to_can_be_corrected_until_the_payment_ended() -> None:
    order = builders.asked()
    corrected = correct_contact(order, Contact(email="ada@elsewhere.example"), builders.by())

    assert corrected.contact.email == "ada@elsewhere.example"
    assert correct_contact(corrected, corrected.contact, builders.by()) is corrected
    paid = builders.paid()
    assert correct_contact(paid, Contact(email="ada@elsewhere.example"), builders.by()) is paid
