"""What Stripe says of disputes, early fraud warnings and reviews."""

from dataclasses import dataclass

from domain.disputes.dispute import DisputeStatus
from domain.identifiers.types import (
    ChargeId,
    DisputeId,
    PaymentIntentId,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DisputeFact:
    """How a dispute stands; `refundable` where a refund would still end it."""

    dispute_id: DisputeId
    payment_intent_id: PaymentIntentId | None
    charge_id: ChargeId | None = None
    status: DisputeStatus
    amount: int
    currency: str
    reason: str
    refundable: bool
    appealed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class WarningFact:
    """An issuer's early fraud warning."""

    warning_id: str
    payment_intent_id: PaymentIntentId | None
    charge_id: ChargeId | None = None
    fraud_type: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewFact:
    """A review by Stripe's fraud rules; `closed_reason` None while it is open."""

    review_id: str
    payment_intent_id: PaymentIntentId | None
    charge_id: ChargeId | None = None
    opened_reason: str
    closed_reason: str | None = None
