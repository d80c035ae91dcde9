"""The payment inside an order's document."""

from datetime import datetime

import msgspec

from adapters.mongodb.documents.plain import mirrored
from domain.facts.payment import FailedAttempt, PaidWith, PaymentState
from domain.identifiers.types import ChargeId, CustomerId, OrderId, PaymentIntentId
from domain.orders.order import Order
from domain.payments.capture import Capture
from domain.payments.intent import Closing, Creation, Intent
from domain.payments.refusal import IntentRefusal
from domain.payments.risk_level import RiskLevel
from domain.refunds.refund import Refund, RequestedRefund


class CreationDocument(msgspec.Struct, rename="camel", kw_only=True):
    """Our request for the intent."""

    attempt: int
    digest: str | None
    asked_at: datetime | None


class PaidWithDocument(msgspec.Struct, rename="camel", kw_only=True):
    """Of a card only its brand, last four digits and expiry."""

    id: str | None
    type: str
    brand: str | None
    last4: str | None
    exp_month: int | None
    exp_year: int | None


class FailureDocument(msgspec.Struct, rename="camel", kw_only=True):
    """One try that failed."""

    id: str
    at: datetime
    code: str | None
    decline_code: str | None
    declined: bool


class RefusalDocument(msgspec.Struct, rename="camel", kw_only=True):
    """Why Stripe will never create the intent."""

    code: str
    part: str | None
    amount_limit: str | None


class RequestDocument(msgspec.Struct, rename="camel", kw_only=True):
    """Our request for a refund, exactly as it is sent."""

    parameters: str
    state: str
    sent_at: datetime
    first_sent_at: datetime
    overdue_notified: bool


class RefundDocument(msgspec.Struct, rename="camel", kw_only=True):
    """A refund; `note`, `requestedBy` and `request` are null where it was made at Stripe."""

    id: str
    stripe_refund_id: str | None
    amount: int
    status: str
    reason: str | None
    source: str
    failure_reason: str | None
    pending_reason: str | None = None
    reference: str | None = None
    delay_notified: bool = False
    note: str | None = None
    requested_by: str | None = None
    created_at: datetime
    request: RequestDocument | None = None


class DisputeDocument(msgspec.Struct, rename="camel", kw_only=True):
    """A dispute; documents of an earlier Till lack what has a default."""

    id: str
    status: str
    amount: int
    currency: str | None = None
    reason: str
    refundable: bool
    appealed: bool
    opened_at: datetime | None = None
    due_by: datetime | None = None
    reminded_hours: int | None = None
    read_at: datetime | None = None


class ReviewDocument(msgspec.Struct, rename="camel", kw_only=True):
    """A review."""

    id: str
    opened_reason: str
    closed_reason: str | None


class CaptureDocument(msgspec.Struct, rename="camel", kw_only=True):
    """Our request to capture what was authorized."""

    amount: int
    request_scope: str
    requested_by: str
    requested_at: datetime
    sent_at: datetime
    attempt: int
    is_settled: bool
    overdue_notified: bool


class PaymentDocument(msgspec.Struct, rename="camel", kw_only=True):
    """The payment; its sums, `method`, `status` and `lastDeclineAt` are for queries and never read back."""

    method: str
    status: str
    amount: int
    amount_refunded: int
    amount_lost: int = 0  # documents of an earlier Till lack it
    last_decline_at: datetime | None
    payment_intent_id: str | None
    customer_id: str | None
    creation: CreationDocument
    state: str
    captured: int
    paid_at: datetime | None = None  # documents of an earlier Till lack it
    charge_id: str | None
    paid_with: PaidWithDocument | None
    risk_level: str | None = None
    failures: list[FailureDocument]
    confirmations: int
    processing_failure_notified: bool
    closing: str | None
    cancellation_reason: str | None
    refusal: RefusalDocument | None = None
    reported_refunded: int | None
    reserved_since_report: int = 0
    replaced_by: str | None = None
    authorized: int = 0
    capture_before: datetime | None = None
    expiry_notified: bool = False
    capture: CaptureDocument | None = None
    refunds: list[RefundDocument]
    disputes: list[DisputeDocument]
    reviews: list[ReviewDocument]


def payment_document(order: Order) -> PaymentDocument:
    """The payment's part of an order's document."""
    intent = order.intent
    return PaymentDocument(
        method=intent.paid_with.type if intent.paid_with else "card",
        status=order.payment_status,
        amount=order.total,
        amount_refunded=order.amount_refunded,
        amount_lost=order.amount_lost,
        last_decline_at=max((failure.at for failure in intent.failures if failure.declined), default=None),
        payment_intent_id=intent.id,
        customer_id=intent.customer_id,
        creation=mirrored(intent.creation, CreationDocument),
        state=intent.state,
        captured=intent.captured,
        paid_at=intent.paid_at,
        charge_id=intent.charge_id,
        paid_with=mirrored(intent.paid_with, PaidWithDocument) if intent.paid_with else None,
        risk_level=intent.risk_level,
        failures=mirrored(intent.failures, list[FailureDocument]),
        confirmations=intent.confirmations,
        processing_failure_notified=intent.processing_failure_notified,
        closing=intent.closing,
        cancellation_reason=intent.cancellation_reason,
        refusal=mirrored(intent.refusal, RefusalDocument) if intent.refusal else None,
        reported_refunded=intent.reported_refunded,
        reserved_since_report=intent.reserved_since_report,
        replaced_by=intent.replaced_by,
        authorized=intent.authorized,
        capture_before=intent.capture_before,
        expiry_notified=intent.expiry_notified,
        capture=mirrored(intent.capture, CaptureDocument) if intent.capture else None,
        refunds=mirrored(order.refunds, list[RefundDocument]),
        disputes=mirrored(order.disputes, list[DisputeDocument]),
        reviews=mirrored(order.reviews, list[ReviewDocument]),
    )


def intent_of(payment: PaymentDocument) -> Intent:
    """The intent as the domain knows it."""
    return Intent(
        id=PaymentIntentId(payment.payment_intent_id) if payment.payment_intent_id else None,
        customer_id=CustomerId(payment.customer_id) if payment.customer_id else None,
        creation=mirrored(payment.creation, Creation),
        state=PaymentState(payment.state),
        captured=payment.captured,
        paid_at=payment.paid_at,
        charge_id=ChargeId(payment.charge_id) if payment.charge_id else None,
        paid_with=mirrored(payment.paid_with, PaidWith) if payment.paid_with else None,
        risk_level=RiskLevel(payment.risk_level) if payment.risk_level else None,
        failures=mirrored(payment.failures, tuple[FailedAttempt, ...]),
        confirmations=payment.confirmations,
        processing_failure_notified=payment.processing_failure_notified,
        closing=Closing(payment.closing) if payment.closing else None,
        cancellation_reason=payment.cancellation_reason,
        refusal=mirrored(payment.refusal, IntentRefusal) if payment.refusal else None,
        reported_refunded=payment.reported_refunded,
        reserved_since_report=payment.reserved_since_report,
        replaced_by=OrderId(payment.replaced_by) if payment.replaced_by else None,
        authorized=payment.authorized,
        capture_before=payment.capture_before,
        expiry_notified=payment.expiry_notified,
        capture=mirrored(payment.capture, Capture) if payment.capture else None,
    )


def refund_of(refund: RefundDocument) -> Refund:
    """The refund as the domain knows it."""
    return mirrored(refund, Refund if refund.request is None else RequestedRefund)
