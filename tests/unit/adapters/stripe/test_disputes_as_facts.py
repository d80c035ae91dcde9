"""Every event of a dispute, a warning or a review, of several of Stripe's versions, in our words."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from domain.disputes.dispute import DisputeStatus
from domain.facts.dispute import DisputeFact, ReviewFact, WarningFact
from tests.unit.adapters.stripe.reading import read
from tests.unit.adapters.stripe.samples import CREATED, charge, dispute, review, warning


@pytest.mark.parametrize("what", ["created", "updated", "closed", "funds_withdrawn", "funds_reinstated"])
def test_a_dispute_is_reported_by_any_of_its_events(what: str) -> None:
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
        opened_at=datetime.fromtimestamp(CREATED - 3, UTC),
        due_by=datetime.fromtimestamp(CREATED + 600000, UTC),
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
def test_a_loss_on_appeal_is_reported_from_the_loss_before_it(given: dict[str, Any], appealed: bool) -> None:
    fact = read("charge.dispute.closed", dispute(**given))
    assert isinstance(fact, DisputeFact)
    assert fact.appealed is appealed


def test_an_unknown_status_of_a_dispute_is_an_open_one_that_forbids_refunds() -> None:
    stripe_object = dispute(status="a status of next year", reason=None)
    del stripe_object["is_charge_refundable"]
    fact = read("charge.dispute.updated", stripe_object)
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
    stripe_object = warning(charge=charge(), fraud_type=None)
    del stripe_object["payment_intent"]
    assert read("radar.early_fraud_warning.created", stripe_object) == WarningFact(
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
