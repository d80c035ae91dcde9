"""Every event of a refund, of several of Stripe's versions, in our words."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from domain.facts.refund import RefundFact, RefundTotalFact
from domain.refunds.refund import RefundStatus
from tests.unit.adapters.stripe.reading import read
from tests.unit.adapters.stripe.samples import CREATED, charge, refund


@pytest.mark.parametrize("kind", ["refund.created", "refund.updated", "refund.failed", "charge.refund.updated"])
def test_a_refund_is_reported_by_any_of_its_events(kind: str) -> None:
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
