"""Every event of a payment, of several of Stripe's versions, in our words."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from domain.facts.payment import FailedAttempt, MethodFact, PaidWith, PaymentFact, PaymentState
from domain.payments.risk_level import RiskLevel
from tests.unit.adapters.stripe.reading import read
from tests.unit.adapters.stripe.samples import AT, CREATED, card, charge, failed_intent, intent, payment_method


def payment(kind: str, stripe_object: Any) -> PaymentFact:
    fact = read(kind, stripe_object)
    assert isinstance(fact, PaymentFact)
    return fact


def failure(stripe_object: Any) -> FailedAttempt:
    found = payment("payment_intent.payment_failed", stripe_object).failure
    assert found is not None
    return found


def test_a_payment_that_succeeded_is_reported_whole() -> None:
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


def test_an_intent_to_be_captured_by_hand_is_reported_as_one() -> None:
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
    failed = failed_intent(latest_charge=charge(id="ch_3Qfailed", created=CREATED - 777))
    assert failure(failed).at == datetime.fromtimestamp(CREATED - 777, UTC)
    other = failed_intent(latest_charge=charge(id="ch_3Qother", created=CREATED - 777))
    assert failure(other).at == AT


def test_what_failed_before_stays_known_when_the_next_attempt_waits() -> None:
    fact = payment("payment_intent.requires_action", failed_intent(status="requires_action"))
    assert fact.state is PaymentState.REQUIRES_ACTION
    assert fact.failure is not None


@pytest.mark.parametrize("method", ["pm_1Qa", payment_method()])
def test_a_charge_that_succeeded_tells_what_was_paid_with(method: Any) -> None:
    fact = read("charge.succeeded", charge(payment_method=method))
    assert fact == MethodFact(
        payment_intent_id="pi_3Qa",
        charge_id="ch_3Qa",
        paid_with=PaidWith(id="pm_1Qa", type="card", brand="visa", last4="4242", exp_month=8, exp_year=2031),
        risk_level=RiskLevel.NORMAL,
    )


def test_a_charge_that_does_not_say_what_was_paid_with_is_read_all_the_same() -> None:
    fact = read("charge.succeeded", charge(payment_method=None, payment_method_details=None))
    assert isinstance(fact, MethodFact)
    assert fact.paid_with == PaidWith(type="unknown")
