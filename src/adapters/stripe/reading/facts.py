"""Refunds, disputes, warnings, reviews and charges in our words."""

from datetime import UTC, datetime

from adapters.stripe.reading.our_ids import order_id_in, refund_id_in
from adapters.stripe.reading.paid_with import capture_before, paid_with
from adapters.stripe.reading.shapes import (
    ChargeShape,
    CustomerShape,
    DisputeShape,
    Instruments,
    Reference,
    RefundShape,
    ReviewShape,
    WarningShape,
    id_of,
)
from domain.disputes.dispute import DisputeStatus
from domain.facts.dispute import DisputeFact, ReviewFact, WarningFact
from domain.facts.fact import CustomerDeletedFact
from domain.facts.payment import MethodFact
from domain.facts.refund import RefundFact, RefundTotalFact
from domain.identifiers.types import ChargeId, CustomerId, DisputeId, PaymentIntentId, StripeRefundId
from domain.payments.risk_level import RiskLevel
from domain.refunds.refund import RefundStatus

_REFUND_STATUSES = {status.value: status for status in RefundStatus}
_DISPUTE_STATUSES = {status.value: status for status in DisputeStatus} | {
    # In older versions an inquiry that ended because its charge was refunded has a status of its own.
    "charge_refunded": DisputeStatus.WARNING_CLOSED,
}
_APPEALS = {DisputeStatus.APPEAL_NEEDS_RESPONSE, DisputeStatus.APPEAL_UNDER_REVIEW}
_RISK_LEVELS = {level.value: level for level in RiskLevel}
_UNKNOWN = "unknown"


def refund_fact(refund: RefundShape) -> RefundFact:
    """How a refund stands; a status that Till does not know keeps its amount reserved."""
    return RefundFact(
        stripe_refund_id=StripeRefundId(refund.id),
        payment_intent_id=_payment_intent_id(refund.payment_intent),
        charge_id=_charge_id(refund.charge),
        amount=refund.amount,
        currency=refund.currency.lower(),
        status=_REFUND_STATUSES.get(refund.status or "", RefundStatus.PENDING),
        created_at=datetime.fromtimestamp(refund.created, UTC),
        reason=refund.reason,
        failure_reason=refund.failure_reason,
        pending_reason=refund.pending_reason,
        reference=_reference(refund),
        refund_id=refund_id_in(refund.metadata),
        moves_money=refund.status != RefundStatus.SUCCEEDED or refund.balance_transaction is not None,
        order_id=order_id_in(refund.metadata),
    )


def refund_total_fact(charge: ChargeShape) -> RefundTotalFact:
    """What a charge says was refunded of it."""
    return RefundTotalFact(
        payment_intent_id=_payment_intent_id(charge.payment_intent),
        charge_id=ChargeId(charge.id),
        amount_refunded=charge.amount_refunded,
        released=_released(charge),
    )


def _released(charge: ChargeShape) -> int:
    if charge.amount is None or charge.amount_captured is None:
        return 0
    return max(0, charge.amount - charge.amount_captured)


def method_fact(charge: ChargeShape) -> MethodFact:
    """What a charge was paid with."""
    return MethodFact(
        payment_intent_id=_payment_intent_id(charge.payment_intent),
        charge_id=ChargeId(charge.id),
        paid_with=paid_with(id_of(charge.payment_method), charge.payment_method_details or Instruments()),
        capture_before=capture_before(charge.payment_method_details),
        risk_level=risk_level(charge),
    )


def dispute_fact(dispute: DisputeShape) -> DisputeFact:
    """The fact of a dispute.

    An unknown status counts as open; a dispute without `is_charge_refundable` forbids refunds.
    """
    status = _DISPUTE_STATUSES.get(dispute.status, DisputeStatus.NEEDS_RESPONSE)
    appeal = dispute.evidence.appeal if dispute.evidence else None
    return DisputeFact(
        dispute_id=DisputeId(dispute.id),
        payment_intent_id=_payment_intent_id(dispute.payment_intent),
        charge_id=_charge_id(dispute.charge),
        status=status,
        amount=dispute.amount,
        currency=dispute.currency.lower(),
        reason=dispute.reason or _UNKNOWN,
        refundable=dispute.is_charge_refundable is True,
        appealed=appeal is not None or status in _APPEALS,
        opened_at=_time(dispute.created),
        due_by=_time(dispute.evidence_details.due_by if dispute.evidence_details else None),
    )


def warning_fact(warning: WarningShape) -> WarningFact:
    """An early fraud warning."""
    return WarningFact(
        warning_id=warning.id,
        payment_intent_id=_payment_intent_id(warning.payment_intent),
        charge_id=_charge_id(warning.charge),
        fraud_type=warning.fraud_type or _UNKNOWN,
    )


def review_fact(review: ReviewShape) -> ReviewFact:
    """A review; one that is closed without a word is closed, but not approved."""
    return ReviewFact(
        review_id=review.id,
        payment_intent_id=_payment_intent_id(review.payment_intent),
        charge_id=_charge_id(review.charge),
        opened_reason=review.opened_reason or (review.reason if review.open else None) or _UNKNOWN,
        closed_reason=None if review.open else review.closed_reason or review.reason or _UNKNOWN,
    )


def customer_deleted_fact(customer: CustomerShape) -> CustomerDeletedFact:
    """A customer is gone."""
    return CustomerDeletedFact(customer_id=CustomerId(customer.id))


def risk_level(charge: ChargeShape) -> RiskLevel:
    """The level of risk that Stripe sees in a charge; one that it did not assess, or that Till does not know, is
    normal."""
    return _RISK_LEVELS.get((charge.outcome and charge.outcome.risk_level) or "", RiskLevel.NORMAL)


def _reference(refund: RefundShape) -> str | None:
    card = refund.destination_details.card if refund.destination_details else None
    return card.reference if card else None


def _time(seconds: int | None) -> datetime | None:
    return datetime.fromtimestamp(seconds, UTC) if seconds is not None else None


def _payment_intent_id(reference: Reference) -> PaymentIntentId | None:
    found = id_of(reference)
    return PaymentIntentId(found) if found else None


def _charge_id(reference: Reference) -> ChargeId | None:
    found = id_of(reference)
    return ChargeId(found) if found else None
