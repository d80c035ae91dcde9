"""Refund requests of admins and their answers."""

from collections.abc import Iterable, Mapping
from typing import Any

from application.refunds.request_refund import RefundResult
from domain.refunds.refund import RefundReason
from entrypoints.http.validation import fields
from entrypoints.http.validation.fields import Body, ResponseBody


class RefundBody(Body, kw_only=True, frozen=True):
    """The refund of an order by its id, order number or payment; without `amount`, all that is left is refunded.

    The reason `fraudulent` also puts the buyer's card and e-mail address on Stripe's block lists.
    """

    order_id: fields.OrderReference | None = None
    payment_intent_id: fields.IntentId | None = None
    amount: fields.Amount | None = None
    reason: RefundReason | None = None
    note: fields.Note | None = None

    @classmethod
    def faults_between(cls, given: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
        """Yields faults unless exactly one of the two ids is given."""
        return fields.one_of(given, "orderId", "paymentIntentId")


class RequestedRefundView(ResponseBody, kw_only=True):
    """The refund, and what is left of the order's payment."""

    refund_id: str
    stripe_refund_id: str | None
    order_id: str
    status: str
    amount: int
    currency: str
    refunded_total: int
    refundable: int

    @classmethod
    def of(cls, requested: RefundResult) -> "RequestedRefundView":
        """Returns the refund for admins."""
        order, refund = requested.order, requested.refund
        return cls(
            refund_id=refund.id,
            stripe_refund_id=refund.stripe_refund_id,
            order_id=order.id,
            status=refund.status.value,
            amount=refund.amount,
            currency=order.currency.code,
            refunded_total=order.amount_refunded,
            refundable=order.refundable,
        )
