"""Every event that Till reads, of several of Stripe's versions, in our words."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from adapters.stripe.event_reader import StripeEventReader
from adapters.stripe.event_types import LISTED, NEEDED, READINGS, WITHOUT_EFFECT
from application.errors import UnreadableEvent
from application.ports.events import Irrelevant
from domain.dispute import DisputeStatus
from domain.facts import (
    CustomerDeletedFact,
    DisputeFact,
    Fact,
    FailedAttempt,
    MethodFact,
    PaidWith,
    PaymentFact,
    PaymentState,
    RefundFact,
    RefundTotalFact,
    ReviewFact,
    WarningFact,
)
from domain.refund import RefundStatus
from tests.unit.adapters.stripe.samples import (
    AT,
    CREATED,
    card,
    charge,
    dispute,
    event,
    failed_intent,
    intent,
    payment_method,
    refund,
    review,
    warning,
)

READER = StripeEventReader(secrets=("whsec_x",), live=False)


def read(kind: str, thing: Any, **given: Any) -> Fact | Irrelevant:
    return READER.read(event(kind, thing, **given))


def payment(kind: str, thing: Any) -> PaymentFact:
    fact = read(kind, thing)
    assert isinstance(fact, PaymentFact)
    return fact


def failure(thing: Any) -> FailedAttempt:
    found = payment("payment_intent.payment_failed", thing).failure
    assert found is not None
    return found


def test_a_payment_that_succeeded_is_told_whole() -> None:
    assert read("payment_intent.succeeded", intent()) == PaymentFact(
        payment_intent_id="pi_3Qa",
        state=PaymentState.SUCCEEDED,
        amount=1299,
        amount_received=1299,
        currency="usd",
        customer_id="cus_Q1",
        order_id="ord_0123456789ab",
        charge_id="ch_3Qa",
        paid_with=PaidWith(id="pm_1Qa", type="card"),
    )


@pytest.mark.parametrize(
    ("kind", "status", "state"),
    [
        ("payment_intent.succeeded", "succeeded", PaymentState.SUCCEEDED),
        ("payment_intent.processing", "processing", PaymentState.PROCESSING),
        ("payment_intent.requires_action", "requires_action", PaymentState.REQUIRES_ACTION),
        ("payment_intent.amount_capturable_updated", "requires_capture", PaymentState.UNCAPTURED),
        ("payment_intent.canceled", "canceled", PaymentState.CANCELED),
        ("payment_intent.payment_failed", "requires_payment_method", PaymentState.PENDING),
        ("payment_intent.processing", "requires_confirmation", PaymentState.PENDING),
        ("payment_intent.processing", "a status of next year", PaymentState.PENDING),
    ],
)
def test_the_objects_status_counts_and_an_unknown_one_changes_nothing(
    kind: str, status: str, state: PaymentState
) -> None:
    assert payment(kind, intent(status=status)).state is state


def test_a_canceled_payment_says_why() -> None:
    fact = payment("payment_intent.canceled", intent(status="canceled", cancellation_reason="abandoned"))
    assert fact.cancellation_reason == "abandoned"


def test_an_intent_to_be_captured_by_hand_is_told_as_one() -> None:
    assert payment("payment_intent.succeeded", intent(capture_method="manual")).manual_capture
    assert not payment("payment_intent.succeeded", intent(capture_method="automatic")).manual_capture


def test_expanded_objects_are_read_like_ids() -> None:
    expanded = intent(
        customer={"id": "cus_Q1", "object": "customer", "deleted": True},
        latest_charge=charge(),
        payment_method=payment_method(),
    )
    fact = payment("payment_intent.succeeded", expanded)
    assert (fact.customer_id, fact.charge_id) == ("cus_Q1", "ch_3Qa")
    assert fact.paid_with == PaidWith(id="pm_1Qa", type="card", brand="visa", last4="4242", exp_month=8, exp_year=2031)


def test_a_charge_tells_better_than_the_method_what_was_paid_with() -> None:
    details = {"type": "us_bank_account", "us_bank_account": {"bank_name": "Test", "last4": "6789"}}
    fact = payment("payment_intent.succeeded", intent(latest_charge=charge(payment_method_details=details)))
    assert fact.paid_with == PaidWith(id="pm_1Qa", type="us_bank_account", last4="6789")
    by_method = payment("payment_intent.succeeded", intent(payment_method=payment_method(card=card(last4="0341"))))
    assert by_method.paid_with is not None
    assert by_method.paid_with.last4 == "0341"


def test_of_several_possible_types_none_is_guessed() -> None:
    fact = payment("payment_intent.succeeded", intent(payment_method_types=["card", "us_bank_account"]))
    assert fact.paid_with == PaidWith(id="pm_1Qa", type="unknown")
    assert payment("payment_intent.processing", intent(payment_method=None)).paid_with is None


def test_fields_that_a_version_lacks_are_not_missed() -> None:
    needed = {"id", "object", "status", "amount", "amount_received", "currency"}
    bare = {name: value for name, value in intent().items() if name in needed}
    fact = payment("payment_intent.succeeded", bare)
    assert (fact.customer_id, fact.order_id, fact.charge_id, fact.paid_with) == (None, None, None, None)


@pytest.mark.parametrize(
    "metadata", [None, {}, {"till_order_id": ""}, {"till_order_id": 7}, {"till_order_id": "x" * 300}]
)
def test_metadata_of_others_names_no_order(metadata: Any) -> None:
    assert payment("payment_intent.succeeded", intent(metadata=metadata)).order_id is None


def test_a_failed_attempt_is_known_by_its_charge() -> None:
    fact = payment("payment_intent.payment_failed", failed_intent())
    assert fact.state is PaymentState.FAILED
    assert fact.failure == FailedAttempt(
        id="ch_3Qfailed", at=AT, code="card_declined", decline_code="insufficient_funds", declined=True
    )


def test_an_attempt_whose_error_names_no_charge_is_known_by_the_latest_one() -> None:
    assert failure(failed_intent({"charge": None, "code": "debit_not_authorized"})).id == "ch_3Qfailed"


def test_a_failed_challenge_is_not_taken_for_the_charge_before_it() -> None:
    challenge = failed_intent(
        {
            "charge": None,
            "code": "payment_intent_authentication_failure",
            "decline_code": None,
            "type": "invalid_request_error",
        }
    )
    found = failure(challenge)
    assert found.id == "pm_1Qa:payment_intent_authentication_failure"
    assert not found.declined


def test_an_attempt_without_any_charge_is_known_by_its_method_and_code() -> None:
    found = failure(failed_intent({"charge": None, "code": "processing_error"}, latest_charge=None))
    assert found.id == "pm_1Qa:processing_error"
    assert failure(failed_intent({"charge": None, "payment_method": None}, latest_charge=None)).id == (
        "unknown:card_declined"
    )


def test_an_expanded_charge_dates_its_failure() -> None:
    told = failed_intent(latest_charge=charge(id="ch_3Qfailed", created=CREATED - 777))
    assert failure(told).at == datetime.fromtimestamp(CREATED - 777, UTC)
    other = failed_intent(latest_charge=charge(id="ch_3Qother", created=CREATED - 777))
    assert failure(other).at == AT


def test_what_failed_before_stays_known_when_the_next_attempt_waits() -> None:
    fact = payment("payment_intent.requires_action", failed_intent(status="requires_action"))
    assert fact.state is PaymentState.REQUIRES_ACTION
    assert fact.failure is not None


@pytest.mark.parametrize("kind", ["refund.created", "refund.updated", "refund.failed", "charge.refund.updated"])
def test_a_refund_is_told_by_any_of_its_events(kind: str) -> None:
    assert read(kind, refund(status="failed", failure_reason="lost_or_stolen_card")) == RefundFact(
        stripe_refund_id="re_3Qa",
        payment_intent_id="pi_3Qa",
        charge_id="ch_3Qa",
        amount=833,
        currency="usd",
        status=RefundStatus.FAILED,
        created_at=datetime.fromtimestamp(CREATED - 5, UTC),
        reason="requested_by_customer",
        failure_reason="lost_or_stolen_card",
        refund_id="rfd_1",
        order_id="ord_0123456789ab",
    )


@pytest.mark.parametrize(
    ("status", "meaning"),
    [
        ("pending", RefundStatus.PENDING),
        ("requires_action", RefundStatus.REQUIRES_ACTION),
        ("succeeded", RefundStatus.SUCCEEDED),
        ("canceled", RefundStatus.CANCELED),
        ("a status of next year", RefundStatus.PENDING),
        (None, RefundStatus.PENDING),
    ],
)
def test_a_refund_of_an_unknown_status_keeps_its_amount_reserved(status: Any, meaning: RefundStatus) -> None:
    fact = read("refund.updated", refund(id="pyr_1Qa", status=status))
    assert isinstance(fact, RefundFact)
    assert (fact.stripe_refund_id, fact.status) == ("pyr_1Qa", meaning)


def test_a_refund_of_a_charge_without_intent_belongs_to_none() -> None:
    fact = read("refund.created", refund(payment_intent=None, metadata={}))
    assert isinstance(fact, RefundFact)
    assert (fact.payment_intent_id, fact.refund_id) == (None, None)


@pytest.mark.parametrize("refunds", [{}, {"refunds": {"object": "list", "data": [refund()]}}, {"refunds": None}])
def test_a_refunded_charge_tells_only_its_sum(refunds: dict[str, Any]) -> None:
    fact = read("charge.refunded", charge(**refunds))
    assert fact == RefundTotalFact(payment_intent_id="pi_3Qa", charge_id="ch_3Qa", amount_refunded=833)


@pytest.mark.parametrize("method", ["pm_1Qa", payment_method()])
def test_a_charge_that_succeeded_tells_what_was_paid_with(method: Any) -> None:
    fact = read("charge.succeeded", charge(payment_method=method))
    assert fact == MethodFact(
        payment_intent_id="pi_3Qa",
        charge_id="ch_3Qa",
        paid_with=PaidWith(id="pm_1Qa", type="card", brand="visa", last4="4242", exp_month=8, exp_year=2031),
    )


def test_a_charge_that_does_not_say_what_was_paid_with_is_read_all_the_same() -> None:
    fact = read("charge.succeeded", charge(payment_method=None, payment_method_details=None))
    assert isinstance(fact, MethodFact)
    assert fact.paid_with == PaidWith(type="unknown")


@pytest.mark.parametrize("what", ["created", "updated", "closed", "funds_withdrawn", "funds_reinstated"])
def test_a_dispute_is_told_by_any_of_its_events(what: str) -> None:
    assert read(f"charge.dispute.{what}", dispute(status="lost")) == DisputeFact(
        dispute_id="dp_1Qa",
        payment_intent_id="pi_3Qa",
        charge_id="ch_3Qa",
        status=DisputeStatus.LOST,
        amount=1299,
        currency="usd",
        reason="fraudulent",
        refundable=False,
        appealed=False,
    )


@pytest.mark.parametrize("status", list(DisputeStatus))
def test_every_status_of_a_dispute_is_stripes_own(status: DisputeStatus) -> None:
    fact = read("charge.dispute.updated", dispute(status=status.value))
    assert isinstance(fact, DisputeFact)
    assert fact.status is status


@pytest.mark.parametrize(
    ("given", "appealed"),
    [
        ({"status": "lost"}, False),
        ({"status": "lost", "evidence": None}, False),
        ({"status": "lost", "evidence": {"appeal": None}}, False),
        ({"status": "lost", "evidence": {"appeal": {"card": {"reason_for_filing": "delivered"}}}}, True),
        ({"status": "won", "evidence": {"appeal": {}}}, True),
        ({"status": "appeal_needs_response"}, True),
        ({"status": "appeal_under_review"}, True),
    ],
)
def test_a_loss_on_appeal_is_told_from_the_loss_before_it(given: dict[str, Any], appealed: bool) -> None:
    fact = read("charge.dispute.closed", dispute(**given))
    assert isinstance(fact, DisputeFact)
    assert fact.appealed is appealed


def test_an_unknown_status_of_a_dispute_is_an_open_one_that_forbids_refunds() -> None:
    told = dispute(status="a status of next year", reason=None)
    del told["is_charge_refundable"]
    fact = read("charge.dispute.updated", told)
    assert isinstance(fact, DisputeFact)
    assert (fact.status, fact.refundable, fact.reason) == (DisputeStatus.NEEDS_RESPONSE, False, "unknown")


def test_an_inquiry_that_ended_by_a_refund_is_over() -> None:
    fact = read("charge.dispute.closed", dispute(status="charge_refunded", is_charge_refundable=True))
    assert isinstance(fact, DisputeFact)
    assert (fact.status, fact.refundable) == (DisputeStatus.WARNING_CLOSED, True)


@pytest.mark.parametrize("what", ["created", "updated"])
def test_a_fraud_warning_names_the_payment(what: str) -> None:
    assert read(f"radar.early_fraud_warning.{what}", warning()) == WarningFact(
        warning_id="issfr_1Qa",
        payment_intent_id="pi_3Qa",
        charge_id="ch_3Qa",
        fraud_type="made_with_stolen_card",
    )


def test_a_fraud_warning_that_names_only_an_expanded_charge_is_read() -> None:
    told = warning(charge=charge(), fraud_type=None)
    del told["payment_intent"]
    assert read("radar.early_fraud_warning.created", told) == WarningFact(
        warning_id="issfr_1Qa", payment_intent_id=None, charge_id="ch_3Qa", fraud_type="unknown"
    )


@pytest.mark.parametrize(
    ("given", "opened", "closed"),
    [
        ({}, "rule", None),
        ({"opened_reason": None}, "rule", None),
        ({"opened_reason": None, "reason": None}, "unknown", None),
        ({"open": False, "closed_reason": "approved", "reason": "approved"}, "rule", "approved"),
        ({"open": False, "closed_reason": None, "reason": "disputed"}, "rule", "disputed"),
        ({"open": False, "reason": None}, "rule", "unknown"),
    ],
)
def test_a_review_is_open_or_closed_for_a_reason(given: dict[str, Any], opened: str, closed: str | None) -> None:
    fact = read("review.closed" if closed else "review.opened", review(**given))
    assert fact == ReviewFact(
        review_id="prv_1Qa",
        payment_intent_id="pi_3Qa",
        charge_id="ch_3Qa",
        opened_reason=opened,
        closed_reason=closed,
    )


def test_a_deleted_customer_is_told() -> None:
    assert read("customer.deleted", {"id": "cus_Q1", "object": "customer", "deleted": True}) == CustomerDeletedFact(
        customer_id="cus_Q1"
    )


def test_what_is_in_another_mode_or_another_account_is_left_alone() -> None:
    live = StripeEventReader(secrets=(), live=True)
    assert read("payment_intent.succeeded", intent(), live=True) is Irrelevant.WRONG_MODE
    assert live.read(event("payment_intent.succeeded", intent())) is Irrelevant.WRONG_MODE
    assert isinstance(live.read(event("payment_intent.succeeded", intent(), live=True)), PaymentFact)
    assert read("payment_intent.succeeded", intent(), account="acct_other") is Irrelevant.FOREIGN
    assert isinstance(read("payment_intent.succeeded", intent(), account=None), PaymentFact)


@pytest.mark.parametrize("kind", sorted(WITHOUT_EFFECT))
def test_what_needs_no_effect_is_known(kind: str) -> None:
    assert read(kind, {"id": "x"}) is Irrelevant.NO_EFFECT


@pytest.mark.parametrize("kind", ["charge.captured", "balance.available", "v1.of.next.year"])
def test_other_types_are_unknown_whatever_they_hold(kind: str) -> None:
    assert read(kind, None) is Irrelevant.UNKNOWN_TYPE


@pytest.mark.parametrize("kind", sorted(READINGS))
@pytest.mark.parametrize("thing", [None, [], "pi_1", {}, {"id": ""}, {"id": "x\u0000"}, {"id": "x", "object": "plan"}])
def test_a_known_type_that_can_not_be_read_says_so(kind: str, thing: Any) -> None:
    with pytest.raises(UnreadableEvent) as unreadable:
        read(kind, thing)
    assert kind in str(unreadable.value)


@pytest.mark.parametrize(
    "given",
    [
        {"amount": "1299"},
        {"amount": 12.99},
        {"amount": -1},
        {"amount": 2**53},
        {"amount": None},
        {"amount_received": None},
        {"currency": None},
        {"status": None},
        {"latest_charge": 7},
        {"customer": {"object": "customer"}},
    ],
)
def test_a_payment_is_never_half_read(given: dict[str, Any]) -> None:
    with pytest.raises(UnreadableEvent) as unreadable:
        read("payment_intent.succeeded", intent(**given))
    assert next(iter(given)) in str(unreadable.value)


def test_a_payload_that_is_no_event_is_unreadable() -> None:
    broken = event("payment_intent.succeeded", intent())
    for payload in ("", "[]", "{}", '{"data":' * 5000):
        with pytest.raises(UnreadableEvent):
            READER.read(
                type(broken)(**{name: getattr(broken, name) for name in broken.__slots__} | {"payload": payload})
            )


def test_the_log_of_events_can_be_asked_for_all_needed_types_at_once() -> None:
    assert len(LISTED) <= 20
    assert set(READINGS) - set(NEEDED) == {"charge.refund.updated"}
