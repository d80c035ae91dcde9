"""Facts about payments."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.identifiers.types import (
    ChargeId,
    CustomerId,
    OrderId,
    PaymentIntentId,
    PaymentMethodId,
)
from domain.payments.risk_level import RiskLevel


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
"""The type of a method of which only the id is known."""


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
        """The description of the same method that has more in it, whichever came first."""
        return self if other is None or self.fullness > other.fullness else other

    @property
    def fullness(self) -> tuple[bool, bool, str]:
        """Orders descriptions of one method by how much is in them."""
        return (self.is_whole, self.type != UNKNOWN_METHOD, repr(self))


@dataclass(frozen=True, slots=True, kw_only=True)
class FailedAttempt:
    """One try to pay that failed.

    `id` is the same wherever it is read (browser, webhook, API answer): the charge's, or one made of what failed.
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

    `order_id` and the amounts let an order recognise an intent whose id was not recorded. `amount_received` is in
    minor units of `currency`; `charge_id` is the latest charge's. `manual_capture` where
    the payment must be captured by hand, `amount_capturable` of it by `capture_before`, None where that is not known.
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
    amount_capturable: int = 0
    risk_level: RiskLevel | None = None
    capture_before: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MethodFact:
    """What a charge that succeeded was paid with; events about the payment itself have only the method's id."""

    payment_intent_id: PaymentIntentId | None
    charge_id: ChargeId
    paid_with: PaidWith
    risk_level: RiskLevel | None = None
    capture_before: datetime | None = None
