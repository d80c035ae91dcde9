"""What Stripe may tell of an order: facts that match it unless told otherwise, and the ids they give it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from itertools import count

from domain.disputes.dispute import DisputeStatus
from domain.facts.dispute import DisputeFact, ReviewFact, WarningFact
from domain.facts.payment import FailedAttempt, PaidWith, PaymentFact, PaymentState
from domain.facts.refund import RefundFact, RefundTotalFact
from domain.identifiers.types import ChargeId, DisputeId, PaymentIntentId, PaymentMethodId, RefundId, StripeRefundId
from domain.orders.order import Order
from domain.payments.risk_level import RiskLevel
from domain.refunds.refund import RefundStatus
from tests.when import AT

_numbers = count(1)


def intent_id_of(order: Order) -> PaymentIntentId:
    """The intent's id that `asked` gives an order."""
    return PaymentIntentId(f"pi_{order.id.removeprefix('ord_')}")


def charge_id_of(order: Order) -> ChargeId:
    """The charge that paid an order."""
    return ChargeId(f"ch_{order.id.removeprefix('ord_')}")


def card(**given: object) -> PaidWith:
    """A Visa card that ends in 4242."""
    visa = PaidWith(id=PaymentMethodId("pm_visa"), type="card", brand="visa", last4="4242", exp_month=8, exp_year=2031)
    return replace(visa, **given)  # type: ignore[arg-type]


def payment_fact(order: Order, state: PaymentState = PaymentState.SUCCEEDED, **given: object) -> PaymentFact:
    """How the order's intent stands, matching the order unless told otherwise."""
    succeeded = state is PaymentState.SUCCEEDED
    fact = PaymentFact(
        payment_intent_id=order.intent.id or intent_id_of(order),
        state=state,
        amount=order.total,
        amount_received=order.total if succeeded else 0,
        currency=order.currency.code,
        customer_id=order.intent.customer_id,
        order_id=order.id,
        charge_id=charge_id_of(order) if succeeded else None,
        paid_with=card() if succeeded else None,
        risk_level=RiskLevel.NORMAL if succeeded or state is PaymentState.UNCAPTURED else None,
    )
    return replace(fact, **given)  # type: ignore[arg-type]


def failed_attempt(number: int = 1, *, declined: bool = True, at: datetime = AT) -> FailedAttempt:
    """A try that the issuer turned down."""
    return FailedAttempt(
        id=f"ch_failed_{number}",
        at=at,
        code="card_declined",
        decline_code="insufficient_funds" if declined else None,
        declined=declined,
    )


def refund_fact(
    order: Order,
    amount: int | None = None,
    status: RefundStatus = RefundStatus.SUCCEEDED,
    *,
    refund_id: RefundId | None = None,
    **given: object,
) -> RefundFact:
    """A refund at Stripe, made there unless it names one of ours."""
    fact = RefundFact(
        stripe_refund_id=StripeRefundId(f"re_{refund_id or next(_numbers)}"),
        payment_intent_id=order.intent.id,
        charge_id=order.intent.charge_id,
        amount=order.total if amount is None else amount,
        currency=order.currency.code,
        status=status,
        created_at=AT,
        refund_id=refund_id,
        order_id=order.id if refund_id else None,
    )
    return replace(fact, **given)  # type: ignore[arg-type]


def refund_total_fact(order: Order, amount_refunded: int, released: int = 0) -> RefundTotalFact:
    """What the order's charge says was refunded of it."""
    return RefundTotalFact(
        payment_intent_id=order.intent.id,
        charge_id=order.intent.charge_id or charge_id_of(order),
        amount_refunded=amount_refunded,
        released=released,
    )


def dispute_fact(
    order: Order,
    status: DisputeStatus = DisputeStatus.NEEDS_RESPONSE,
    *,
    dispute_id: str | None = None,
    refundable: bool = False,
    appealed: bool = False,
    **given: object,
) -> DisputeFact:
    """A dispute of the order's whole payment."""
    fact = DisputeFact(
        dispute_id=DisputeId(dispute_id or f"du_{order.id.removeprefix('ord_')}"),
        payment_intent_id=order.intent.id,
        charge_id=order.intent.charge_id,
        status=status,
        amount=order.total,
        currency=order.currency.code,
        reason="product_not_received",
        refundable=refundable,
        appealed=appealed,
    )
    return replace(fact, **given)  # type: ignore[arg-type]


def warning_fact(order: Order, warning_id: str = "issfr_1") -> WarningFact:
    """An issuer's early fraud warning."""
    return WarningFact(warning_id=warning_id, payment_intent_id=order.intent.id, fraud_type="made_with_stolen_card")


def review_fact(order: Order, closed_reason: str | None = None, review_id: str = "prv_1") -> ReviewFact:
    """A review by Stripe's fraud rules."""
    return ReviewFact(
        review_id=review_id, payment_intent_id=order.intent.id, opened_reason="rule", closed_reason=closed_reason
    )
