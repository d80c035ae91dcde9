"""Facts about refunds."""

from dataclasses import dataclass
from datetime import datetime

from domain.identifiers.types import (
    ChargeId,
    OrderId,
    PaymentIntentId,
    RefundId,
    StripeRefundId,
)
from domain.refunds.refund import RefundStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundFact:
    """How a refund at Stripe stands; `refund_id` is ours, from its metadata, where we asked for it.

    `pending_reason` is Stripe's; `reference` is what the shopper's bank finds the refund by. `moves_money` is false of
    a succeeded refund without a balance transaction: Stripe has shown released authorizations so.
    """

    stripe_refund_id: StripeRefundId
    payment_intent_id: PaymentIntentId | None
    charge_id: ChargeId | None = None
    amount: int
    currency: str
    status: RefundStatus
    created_at: datetime
    reason: str | None = None
    failure_reason: str | None = None
    pending_reason: str | None = None
    reference: str | None = None
    refund_id: RefundId | None = None
    moves_money: bool = True
    order_id: OrderId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundTotalFact:
    """What a charge says was refunded of it in all, in minor units: a cross-check, never a refund by itself.

    `released` is what was authorized and not captured, which some versions of Stripe count as refunded.
    """

    payment_intent_id: PaymentIntentId | None
    charge_id: ChargeId
    amount_refunded: int
    released: int = 0
