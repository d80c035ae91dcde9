"""What became true at Stripe, in our words: by id and absolute figures, so that order of arrival doesn't matter."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.dispute import DisputeStatus
from domain.identifiers import (
    ChargeId,
    CustomerId,
    DisputeId,
    OrderId,
    PaymentIntentId,
    PaymentMethodId,
    RefundId,
    StripeRefundId,
)
from domain.refund import RefundStatus


class PaymentState(StrEnum):
    """Where a payment stands; only SUCCEEDED and CANCELED are final."""

    PENDING = "pending"
    FAILED = "failed"
    REQUIRES_ACTION = "requires_action"
    PROCESSING = "processing"
    UNCAPTURED = "uncaptured"
    CANCELED = "canceled"
    SUCCEEDED = "succeeded"


UNKNOWN_METHOD = "unknown"
"""The type of a method of which only the id was told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaidWith:
    """The method a payment was made with: all that may be kept of a card."""

    id: PaymentMethodId | None = None
    type: str
    brand: str | None = None
    last4: str | None = None
    exp_month: int | None = None
    exp_year: int | None = None

    @property
    def is_whole(self) -> bool:
        """Whether more is known than that there was a method."""
        return self.last4 is not None

    def fuller_of(self, other: "PaidWith | None") -> "PaidWith":
        """The account that tells more of the same method, whichever came first."""
        return self if other is None or self.fullness > other.fullness else other

    @property
    def fullness(self) -> tuple[bool, bool, str]:
        """Orders accounts of one method by how much they tell."""
        return (self.is_whole, self.type != UNKNOWN_METHOD, repr(self))


@dataclass(frozen=True, slots=True, kw_only=True)
class FailedAttempt:
    """One try to pay that failed.

    `id` is the same whoever tells of it (browser, webhook, API answer): the charge's, or one made of what failed.
    `declined` where an issuer or Stripe's fraud rules said no, which is what card testing looks like.
    """

    id: str
    at: datetime
    code: str | None = None
    decline_code: str | None = None
    declined: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentFact:
    """How a PaymentIntent stands.

    `order_id` and the amounts let an order recognise an intent whose id it never learned. `amount_received` is in
    minor units of `currency`; `charge_id` is the latest charge's. `manual_capture` where somebody made the intent one
    that must be captured by hand, which no order of ours asks for.
    """

    payment_intent_id: PaymentIntentId
    state: PaymentState
    amount: int
    amount_received: int
    currency: str
    customer_id: CustomerId | None = None
    order_id: OrderId | None = None
    charge_id: ChargeId | None = None
    paid_with: PaidWith | None = None
    failure: FailedAttempt | None = None
    cancellation_reason: str | None = None
    manual_capture: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundFact:
    """How a refund at Stripe stands; `refund_id` is ours, from its metadata, where we asked for it."""

    stripe_refund_id: StripeRefundId
    payment_intent_id: PaymentIntentId | None
    charge_id: ChargeId | None = None
    amount: int
    currency: str
    status: RefundStatus
    created_at: datetime
    reason: str | None = None
    failure_reason: str | None = None
    refund_id: RefundId | None = None
    order_id: OrderId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundTotalFact:
    """What a charge says was refunded of it in all, in minor units: a cross-check, never a refund by itself."""

    payment_intent_id: PaymentIntentId | None
    charge_id: ChargeId
    amount_refunded: int


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


@dataclass(frozen=True, slots=True, kw_only=True)
class MethodFact:
    """What a charge that succeeded was paid with; the payment's own news carry only the method's id."""

    payment_intent_id: PaymentIntentId | None
    charge_id: ChargeId
    paid_with: PaidWith


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerDeletedFact:
    """A customer was deleted at Stripe."""

    customer_id: CustomerId


OrderFact = PaymentFact | MethodFact | RefundFact | RefundTotalFact | DisputeFact | WarningFact | ReviewFact
"""What belongs to one order."""

Fact = OrderFact | CustomerDeletedFact
