"""A refund is reserved before Stripe hears of it, and never beyond what is left."""

import pytest

from domain.disputes.dispute import DisputeStatus
from domain.errors.pricing import UnpayableAmount
from domain.errors.refunds import (
    PaymentDisputed,
    PaymentNotCaptured,
    RefundExceedsPayment,
    RefundOutcomeUnknown,
    TooManyRefunds,
)
from domain.facts.payment import PaymentState
from domain.identifiers.types import RefundId
from domain.orders.order import Order, OrderStatus
from domain.refunds.refund import RefundSource, RefundStatus, RequestState
from domain.refunds.request import MAX_REFUNDS, refund_amount, refund_outcome_lost
from tests import builders, fact_builders
from tests.unit.domain.refunds.reserving import BY, FIRST, SECOND, refund_of, reserve, state_of


def test_without_an_amount_all_that_is_left_is_refunded(paid: Order) -> None:
    assert refund_amount(paid, None) == 1299
    assert refund_amount(reserve(paid, 833), None) == 466
    assert refund_amount(paid, 1) == 1


def test_a_reserve_is_pending_in_flight_and_holds_its_amount_back(reserved: Order) -> None:
    refund = refund_of(reserved)
    assert (refund.status, refund.source, refund.requested_by) == (
        RefundStatus.PENDING,
        RefundSource.TILL,
        "admin:boss",
    )
    assert (refund.note, refund.reason, refund.key) == ("a note", "duplicate", "till:refund:rfd_1")
    assert refund.request is not None
    assert refund.request.parameters == "amount=833"
    assert state_of(reserved) is RequestState.IN_FLIGHT
    assert refund.is_unsettled
    assert not refund.outcome_unknown
    assert (reserved.amount_reserved, reserved.amount_refunded, reserved.refundable) == (833, 0, 466)
    assert dict(reserved.changes[-1].data) == {"refundId": "rfd_1", "amount": 833, "reason": "duplicate"}


@pytest.mark.parametrize("state", [None, PaymentState.CANCELED, PaymentState.PROCESSING, PaymentState.UNCAPTURED])
def test_nothing_is_refunded_of_a_payment_that_was_not_captured(state: PaymentState | None) -> None:
    order = builders.asked()
    if state is not None:
        order = builders.with_facts(order, fact_builders.payment_fact(order, state))
    with pytest.raises(PaymentNotCaptured):
        refund_amount(order, None)
    with pytest.raises(PaymentNotCaptured):
        reserve(order, 1)


@pytest.mark.parametrize(
    ("status", "refundable", "appealed", "forbidden"),
    [
        (DisputeStatus.NEEDS_RESPONSE, False, False, True),
        (DisputeStatus.NEEDS_RESPONSE, True, False, False),
        (DisputeStatus.WARNING_NEEDS_RESPONSE, True, False, False),
        (DisputeStatus.APPEAL_UNDER_REVIEW, False, True, True),
        (DisputeStatus.LOST, False, False, True),
        (DisputeStatus.LOST, True, False, True),
        (DisputeStatus.LOST, True, True, True),
        (DisputeStatus.WON, False, True, False),
        (DisputeStatus.WARNING_CLOSED, False, False, False),
        (DisputeStatus.PREVENTED, False, False, False),
    ],
)
def test_a_dispute_forbids_refunds_while_open_and_not_refundable_and_once_lost(
    paid: Order, status: DisputeStatus, refundable: bool, appealed: bool, forbidden: bool
) -> None:
    fact = fact_builders.dispute_fact(paid, status, dispute_id="du_1", refundable=refundable, appealed=appealed)
    disputed = builders.with_facts(paid, fact)
    if forbidden:
        with pytest.raises(PaymentDisputed) as refused:
            refund_amount(disputed, None)
        assert refused.value.dispute_id == "du_1"
    else:
        assert refund_amount(disputed, None) == 1299


def test_a_warning_or_a_review_forbids_no_refund(paid: Order) -> None:
    held = builders.with_facts(paid, fact_builders.warning_fact(paid), fact_builders.review_fact(paid))
    assert held.status is OrderStatus.ON_HOLD
    assert refund_amount(held, None) == 1299


def test_more_than_is_left_is_refused(paid: Order, reserved: Order) -> None:
    with pytest.raises(RefundExceedsPayment) as refused:
        refund_amount(paid, 1300)
    assert (refused.value.asked, refused.value.refundable) == (1300, 1299)
    with pytest.raises(RefundExceedsPayment):
        reserve(reserved, 467, SECOND)
    all_gone = reserve(reserved, 466, SECOND)
    for asked in (None, 1, 0):
        with pytest.raises(RefundExceedsPayment):
            refund_amount(all_gone, asked)


@pytest.mark.parametrize(("currency", "amount"), [("usd", 0), ("usd", -1), ("kwd", 1229)])
def test_an_amount_that_can_not_be_paid_is_refused(currency: str, amount: int) -> None:
    with pytest.raises(UnpayableAmount):
        refund_amount(builders.paid(builders.checkout(currency=currency)), amount)


def test_while_an_outcome_is_unknown_only_a_caller_with_a_key_may_ask_again(reserved: Order) -> None:
    lost = refund_outcome_lost(reserved, FIRST, BY)
    assert refund_of(lost).outcome_unknown
    with pytest.raises(RefundOutcomeUnknown) as refused:
        reserve(lost, 1, SECOND)
    assert refused.value.refund_id == FIRST
    assert reserve(lost, 1, SECOND, has_idempotency_key=True).amount_reserved == 834


def test_a_refund_merely_in_flight_blocks_nothing(reserved: Order) -> None:
    assert reserve(reserved, 466, SECOND).refundable == 0


def test_an_order_has_a_bounded_number_of_refunds(paid: Order) -> None:
    for number in range(MAX_REFUNDS):
        paid = reserve(paid, 1, RefundId(f"rfd_{number}"))
    with pytest.raises(TooManyRefunds):
        reserve(paid, 1, RefundId("rfd_one_more"))
