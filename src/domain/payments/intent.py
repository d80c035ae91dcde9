"""The one PaymentIntent of an order: what was requested, and how the payment stands."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.errors.orders import IntentNotRequested
from domain.facts.payment import FailedAttempt, PaidWith, PaymentState
from domain.identifiers.types import ChargeId, CustomerId, OrderId, PaymentIntentId
from domain.payments.capture import Capture
from domain.payments.refusal import IntentRefusal
from domain.payments.risk_level import RiskLevel

MAX_FAILED_ATTEMPTS = 50
"""So many failures are card testing or a shopper who needs help; the limit also bounds the document."""


class Closing(StrEnum):
    """Why Till canceled an intent; recorded before the call, so that the reason is known when the end is reported."""

    REPLACED = "replaced"
    EXPIRED = "expired"
    REQUESTED = "requested"
    VOIDED = "voided"
    """By an admin or the shop, who may release an authorization too."""
    CARD_TESTING = "card_testing"


class CaptureMethod(StrEnum):
    """When the money is taken: at once, or when the shop asks for what was authorized."""

    AUTOMATIC = "automatic"
    MANUAL = "manual"


@dataclass(frozen=True, slots=True, kw_only=True)
class Creation:
    """Our request for the intent: the attempt that its idempotency key names, a hash of exactly what is sent, and when
    it may last have been sent; None where it was never asked for."""

    attempt: int = 1
    digest: str | None = None
    asked_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Intent:
    """An order's intent; amounts in minor units of the order's currency.

    `id` is None until Stripe has created it, `refusal` is set where Stripe never will. `paid_at` is when the success
    was recorded. `charge_id` is the charge of the current attempt. `reported_refunded` is what Stripe's charge reports
    as refunded in all, kept until its refunds were listed; `reserved_since_report` is what we reserved since, which
    that figure can't count.
    """

    id: PaymentIntentId | None = None
    customer_id: CustomerId | None = None
    creation: Creation
    state: PaymentState = PaymentState.PENDING
    authorized: int = 0
    capture_before: datetime | None = None
    expiry_notified: bool = False
    capture: Capture | None = None
    captured: int = 0
    paid_at: datetime | None = None
    charge_id: ChargeId | None = None
    paid_with: PaidWith | None = None
    risk_level: RiskLevel | None = None
    failures: tuple[FailedAttempt, ...] = ()
    confirmations: int = 0
    processing_failure_notified: bool = False
    closing: Closing | None = None
    cancellation_reason: str | None = None
    refusal: IntentRefusal | None = None
    replaced_by: OrderId | None = None
    reported_refunded: int | None = None
    reserved_since_report: int = 0

    @property
    def customer(self) -> CustomerId:
        """The customer that the intent is asked for; raises `IntentNotRequested` before it is asked for."""
        if self.customer_id is None or not self.is_requested:
            raise IntentNotRequested
        return self.customer_id

    @property
    def is_requested(self) -> bool:
        """Whether Stripe may have been asked for the intent."""
        return self.creation.asked_at is not None

    @property
    def is_paid(self) -> bool:
        """Whether money was captured."""
        return self.state is PaymentState.SUCCEEDED

    @property
    def is_final(self) -> bool:
        """Whether nothing but a success after a cancellation can still change it."""
        return self.state in (PaymentState.SUCCEEDED, PaymentState.CANCELED)

    def failed(self, attempt_id: str) -> bool:
        """Whether this attempt is known to have failed."""
        return any(failure.id == attempt_id for failure in self.failures)
