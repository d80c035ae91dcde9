"""Facts about disputes, early fraud warnings and reviews."""

from dataclasses import dataclass
from datetime import datetime

from domain.disputes.dispute import DisputeStatus
from domain.identifiers.types import (
    ChargeId,
    DisputeId,
    PaymentIntentId,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DisputeFact:
    """How a dispute stands; `refundable` where a refund would still end it.

    `due_by` is the deadline of the shop's answer. `read_at` is when the dispute was read by id; it is None where an
    event or a list reports it, which may be older than what is known.
    """

    dispute_id: DisputeId
    payment_intent_id: PaymentIntentId | None
    charge_id: ChargeId | None = None
    status: DisputeStatus
    amount: int
    currency: str
    reason: str
    refundable: bool
    appealed: bool = False
    opened_at: datetime | None = None
    due_by: datetime | None = None
    read_at: datetime | None = None


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
