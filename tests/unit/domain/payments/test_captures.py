"""Money is authorized first and taken later: once, never more than is held, and what is released is no refund."""

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.errors.captures import CaptureExceedsAuthorization, NothingToCapture
from domain.errors.pricing import UnpayableAmount
from domain.facts.payment import MethodFact, PaymentFact, PaymentState
from domain.identifiers.types import CustomerId, RequestScope
from domain.orders.due import GRACE_PERIOD, due_at
from domain.orders.history import Entry, EntryType, chained
from domain.orders.notices import OperatorNotice, ShopperNotice, operator_notice, shopper_notice
from domain.orders.order import Order, OrderStatus, PaymentStatus
from domain.payments.capture import ALERTED_BEFORE, DEFAULT_WINDOW
from domain.payments.checkout import cancellation_requested
from domain.payments.intent import CaptureMethod, Closing
from domain.payments.request_capture import (
    authorization_expiring,
    capture_amount,
    capture_key,
    capture_overdue,
    capture_refused,
    capture_sent_again,
    request_capture,
)
from domain.refunds.refund import RefundStatus
from tests import builders, fact_builders, when

BY = builders.by("shop:backend", at=when.after(60))
SCOPE = RequestScope("a capture")


@pytest.fixture
def order() -> Order:
    """An order whose payment is captured later, before its shopper paid."""
    return builders.asked(replace(builders.checkout(), capture_method=CaptureMethod.MANUAL))


def authorization(order: Order, **given: object) -> PaymentFact:
    """What Stripe reports once the money is held."""
    held = {"manual_capture": True, "amount_capturable": order.total, "charge_id": fact_builders.charge_id_of(order)}
    return fact_builders.payment_fact(order, PaymentState.UNCAPTURED, **{**held, **given})


def captured(order: Order, amount: int | None = None, **given: object) -> PaymentFact:
    """What Stripe reports once the money was taken."""
    received = order.total if amount is None else amount
    return fact_builders.payment_fact(order, **{"manual_capture": True, "amount_received": received, **given})


def authorized(order: Order) -> Order:
    return builders.with_facts(order, authorization(order))


def entries_of(order: Order) -> tuple[Entry, ...]:
    return chained(order.id, order.head, order.changes, builders.AUDIT_SECRET)


def recorded(order: Order, since: int = 0) -> list[EntryType]:
    return [change.type for change in order.changes[since:]]


def test_an_authorization_confirms_the_order_and_writes_to_its_shopper_once(order: Order) -> None:
    held = authorized(order)

    assert (held.status, held.payment_status) == (OrderStatus.CONFIRMED, PaymentStatus.AUTHORIZED)
    assert (held.amount_capturable, held.intent.captured, held.refundable) == (order.total, 0, 0)
    assert recorded(held, len(order.changes)) == [EntryType.PAYMENT_AUTHORIZED, EntryType.ORDER_CONFIRMED]
    assert builders.with_facts(held, authorization(order)) is held
    taken = builders.with_facts(held, captured(order))
    assert recorded(taken, len(held.changes)) == [EntryType.PAYMENT_CAPTURED]
    assert (taken.status, taken.payment_status) == (OrderStatus.CONFIRMED, PaymentStatus.SUCCEEDED)
    assert builders.with_facts(taken, authorization(order)) is taken


def test_a_capture_that_is_known_before_its_authorization_confirms_the_order_too(order: Order) -> None:
    taken = builders.with_facts(order, captured(order, order.total - 1))

    assert recorded(taken, len(order.changes)) == [EntryType.PAYMENT_CAPTURED, EntryType.ORDER_CONFIRMED]
    assert (taken.intent.captured, taken.refundable) == (order.total - 1, order.total - 1)
    assert taken.payment_status is PaymentStatus.SUCCEEDED


@pytest.mark.parametrize(
    ("given", "differs"),
    [
        ({"amount_capturable": 1}, "amount"),
        ({"amount": 1}, "amount"),
        ({"currency": "jpy"}, "currency"),
        ({"customer_id": CustomerId("cus_other")}, "customer"),
    ],
)
def test_an_authorization_that_does_not_match_holds_and_never_confirms(
    order: Order, given: dict[str, object], differs: str
) -> None:
    held = builders.with_facts(order, authorization(order, **given))

    assert held.status is OrderStatus.ON_HOLD
    assert held.changes[-1].data["differs"] == differs
    released = replace(held, holds=tuple(hold.ended(BY) for hold in held.holds))
    assert released.status is OrderStatus.PENDING
    with pytest.raises(NothingToCapture):
        capture_amount(released, None)


@pytest.mark.parametrize(
    ("given", "differs"),
    [({"amount_received": 0}, "amount"), ({"manual_capture": False}, "capture")],
)
def test_a_payment_that_was_taken_otherwise_than_asked_holds(
    order: Order, given: dict[str, object], differs: str
) -> None:
    taken = builders.with_facts(order, captured(order, **given))

    assert (taken.status, taken.changes[-1].data["differs"]) == (OrderStatus.ON_HOLD, differs)


def test_all_or_a_part_is_captured_once(order: Order) -> None:
    with pytest.raises(NothingToCapture) as refused:
        capture_amount(order, None)
    assert refused.value.status == PaymentStatus.PENDING
    held = authorized(order)
    with pytest.raises(CaptureExceedsAuthorization) as exceeded:
        capture_amount(held, order.total + 1)
    assert (exceeded.value.asked, exceeded.value.capturable) == (order.total + 1, order.total)
    with pytest.raises(UnpayableAmount):
        capture_amount(held, 0)

    requested = request_capture(held, 777, SCOPE, BY)
    assert requested.intent.capture is not None
    assert (requested.intent.capture.amount, requested.amount_capturable) == (777, 0)
    assert capture_key(requested, requested.intent.capture) == f"till:order:{order.id}:capture:1"
    with pytest.raises(NothingToCapture):
        request_capture(requested, 1, SCOPE, BY)
    taken = builders.with_facts(requested, captured(order, 777))
    assert (taken.intent.captured, taken.unsettled_capture) == (777, None)
    assert taken.intent.capture is not None
    assert taken.intent.capture.is_settled
    with pytest.raises(NothingToCapture):
        request_capture(taken, None, SCOPE, BY)


def test_an_amount_that_its_currency_does_not_have_is_not_captured() -> None:
    dinars = replace(builders.checkout(currency="kwd"), capture_method=CaptureMethod.MANUAL)
    with pytest.raises(UnpayableAmount):
        capture_amount(authorized(builders.asked(dinars)), 1)


def test_a_refused_capture_gives_way_to_another_under_another_key(order: Order) -> None:
    requested = request_capture(authorized(order), None, SCOPE, BY)
    refused = capture_refused(requested, "card_declined", BY)

    assert refused.amount_capturable == order.total
    assert recorded(refused)[-1] is EntryType.CAPTURE_REFUSED
    assert capture_refused(refused, "card_declined", BY) is refused
    again = request_capture(refused, 1, SCOPE, BY)
    assert again.intent.capture is not None
    assert again.intent.capture.attempt == 2


def test_a_capture_without_an_answer_is_sent_again_and_the_operator_alerted_once(order: Order) -> None:
    requested = request_capture(authorized(order), None, SCOPE, BY)
    assert due_at(requested) == BY.at + GRACE_PERIOD
    assert capture_overdue(requested, builders.by(at=when.after(120))) is requested
    later = builders.by(at=when.after(hours=2))
    overdue = capture_overdue(requested, later)
    assert recorded(overdue)[-1] is EntryType.CAPTURE_OUTCOME_OVERDUE
    assert capture_overdue(overdue, later) is overdue
    again = capture_sent_again(overdue, new_key=True, by=later)
    assert again.intent.capture is not None
    assert again.intent.capture.attempt == 2
    assert due_at(again) == later.at + timedelta(hours=1)
    held = authorized(order)
    assert capture_sent_again(held, new_key=False, by=later) is held
    assert capture_overdue(held, later) is held


def test_an_authorization_about_to_lapse_alerts_a_day_before_and_one_that_lapsed_cancels(order: Order) -> None:
    held = authorized(order)
    lapses = held.intent.capture_before
    assert lapses == when.AT + DEFAULT_WINDOW
    assert due_at(held) == lapses - ALERTED_BEFORE
    assert authorization_expiring(held, BY) is held
    day_before = builders.by(at=lapses - ALERTED_BEFORE)
    expiring = authorization_expiring(held, day_before)
    assert recorded(expiring)[-1] is EntryType.AUTHORIZATION_EXPIRING
    assert authorization_expiring(expiring, day_before) is expiring
    assert authorization_expiring(order, day_before) is order
    assert due_at(expiring) == lapses + GRACE_PERIOD
    lapsed = builders.with_facts(
        expiring, fact_builders.payment_fact(order, PaymentState.CANCELED, cancellation_reason="expired")
    )
    assert lapsed.status is OrderStatus.CANCELED
    (entry,) = (entry for entry in entries_of(lapsed) if entry.type is EntryType.PAYMENT_CANCELED)
    assert (shopper_notice(entry), operator_notice(entry)) == (
        ShopperNotice.CANCELED,
        OperatorNotice.AUTHORIZATION_EXPIRED,
    )


def test_a_void_that_was_asked_for_alerts_nobody(order: Order) -> None:
    shoppers = cancellation_requested(authorized(order), Closing.REQUESTED, BY)
    voided = cancellation_requested(shoppers, Closing.VOIDED, BY)
    assert cancellation_requested(voided, Closing.VOIDED, BY) is voided
    assert due_at(shoppers) == (shoppers.intent.capture_before or when.AT) - ALERTED_BEFORE
    assert due_at(voided) == BY.at + GRACE_PERIOD
    ended = builders.with_facts(voided, fact_builders.payment_fact(order, PaymentState.CANCELED))
    (entry,) = (entry for entry in entries_of(ended) if entry.type is EntryType.PAYMENT_CANCELED)
    assert (shopper_notice(entry), operator_notice(entry)) == (ShopperNotice.CANCELED, None)


def test_the_moment_at_which_it_lapses_is_the_one_that_the_charge_names(order: Order) -> None:
    lapses = when.after(days=5)
    charge = MethodFact(
        payment_intent_id=order.intent.id,
        charge_id=fact_builders.charge_id_of(order),
        paid_with=fact_builders.card(),
        capture_before=lapses,
    )
    for facts in ((authorization(order), charge), (charge, authorization(order))):
        held = builders.with_facts(order, *facts)
        assert held.intent.capture_before == lapses
        assert builders.with_facts(held, charge) is held
    unknown = replace(held, intent=replace(held.intent, capture_before=None))
    assert due_at(unknown) == order.expires_at
    assert authorization_expiring(unknown, BY) is unknown


@pytest.mark.parametrize("amount", [777, None])
def test_what_a_partial_capture_releases_is_no_refund_in_either_shape(order: Order, amount: int | None) -> None:
    part = 777
    release = fact_builders.refund_fact(order, order.total - part, moves_money=False)
    total = fact_builders.refund_total_fact(order, order.total - part, released=order.total - part)
    for facts in (
        (authorization(order), captured(order, part), release, total),
        (authorization(order), total, release, captured(order, part)),
        (authorization(order), captured(order, part)),
    ):
        taken = builders.with_facts(order, *facts)
        assert (taken.refunds, taken.amount_refunded, taken.refundable) == ((), 0, part)
        assert taken.payment_status is PaymentStatus.SUCCEEDED
        given_back = builders.with_facts(taken, fact_builders.refund_fact(order, amount or 1))
        assert given_back.amount_refunded == (amount or 1)
        assert [refund.status for refund in given_back.refunds] == [RefundStatus.SUCCEEDED]


def test_a_refund_beyond_what_is_known_is_listed_also_after_a_partial_capture(order: Order) -> None:
    taken = builders.with_facts(order, authorization(order), captured(order, 777))
    reported = builders.with_facts(taken, fact_builders.refund_total_fact(order, 301, released=order.total - 777))
    assert reported.intent.reported_refunded == 301


def test_what_a_void_releases_is_no_refund(order: Order) -> None:
    voided = builders.with_facts(
        authorized(order),
        fact_builders.refund_fact(order, order.total, moves_money=False),
        fact_builders.refund_total_fact(order, order.total, released=order.total),
        fact_builders.payment_fact(order, PaymentState.CANCELED),
    )
    assert (voided.refunds, voided.status) == ((), OrderStatus.CANCELED)
    assert due_at(voided) is None


def test_a_capture_that_is_sent_again_at_the_moment_it_was_sent_records_nothing(order: Order) -> None:
    asked = request_capture(authorized(order), None, SCOPE, BY)
    assert capture_sent_again(asked, new_key=False, by=BY) == asked
    assert capture_sent_again(asked, new_key=True, by=BY) != asked
