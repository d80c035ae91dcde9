"""Orders and their histories."""

import msgspec

from application.ports.storage.order_search import OrderFilters
from domain.customers.address import Address
from domain.disputes.dispute import Dispute
from domain.identifiers.order_number import order_number
from domain.orders.holds import Hold
from domain.orders.order import Order, OrderStatus, PaymentStatus
from domain.refunds.refund import Refund, RequestedRefund
from entrypoints.http.bodies.checkout import BreakdownView, LineView
from entrypoints.http.validation import fields
from entrypoints.http.validation.fields import Body, ResponseBody, timestamp


class PlaceOrderBody(Body, kw_only=True, frozen=True):
    """The payment of the order to place."""

    payment_intent_id: fields.IntentId


class ReleaseBody(Body, kw_only=True, frozen=True):
    """The hold to release."""

    hold_id: fields.HoldId
    note: fields.Note | None = None


class OrdersQuery(Body, kw_only=True, frozen=True):
    """The filters of the list of orders.

    `paymentIntentId` may also be the id of a charge, refund or dispute; `from` is inclusive, `to` exclusive.
    """

    limit: fields.Limit = 20
    cursor: fields.Cursor | None = None
    status: OrderStatus | None = None
    user_id: fields.UserReference | None = None
    email: fields.Email | None = None
    reference: fields.Reference | None = None
    payment_intent_id: fields.StripeId | None = None
    payment_status: PaymentStatus | None = None
    from_: fields.Time | None = msgspec.field(name="from", default=None)
    to: fields.Time | None = None
    currency: fields.Currency | None = None
    total: fields.Amount | None = None

    def filters(self) -> OrderFilters:
        """Returns the filters beside user and status."""
        return OrderFilters(
            email=self.email,
            reference=self.reference,
            stripe_id=self.payment_intent_id,
            payment_status=self.payment_status,
            created_from=self.from_,
            created_to=self.to,
            currency=self.currency,
            total=self.total,
        )


class AddressView(ResponseBody, kw_only=True):
    """The shipping address."""

    name: str
    line1: str
    line2: str | None = None
    city: str
    state: str | None = None
    postal_code: str | None = None
    country: str
    phone: str | None = None

    @classmethod
    def of(cls, address: Address) -> "AddressView":
        """Returns the address."""
        return cls(
            name=address.name,
            line1=address.line1,
            line2=address.line2,
            city=address.city,
            state=address.state,
            postal_code=address.postal_code,
            country=address.country,
            phone=address.phone,
        )


class HoldView(ResponseBody, kw_only=True):
    """A reason not to fulfill the order; `note` says why it was released, for admins and the shop alone."""

    id: str
    reason: str
    cause_id: str
    opened_at: str
    released_at: str | None = None
    released_by: str | None = None
    note: str | None = None

    @classmethod
    def of(cls, hold: Hold, *, for_staff: bool) -> "HoldView":
        """Returns the hold."""
        return cls(
            id=hold.id,
            reason=hold.reason.value,
            cause_id=hold.cause_id,
            opened_at=timestamp(hold.opened_at),
            released_at=timestamp(hold.released_at) if hold.released_at else None,
            released_by=hold.released_by,
            note=hold.note if for_staff else None,
        )


class RefundView(ResponseBody, kw_only=True):
    """A refund of the order's payment; `note` and `requestedBy` are for admins and the shop alone."""

    id: str
    stripe_refund_id: str | None
    amount: int
    status: str
    reason: str | None
    source: str
    pending_reason: str | None = None
    failure_reason: str | None = None
    reference: str | None = None
    note: str | None = None
    requested_by: str | None = None
    created_at: str

    @classmethod
    def of(cls, refund: Refund, *, for_staff: bool) -> "RefundView":
        """Returns the refund."""
        requested = refund if for_staff and isinstance(refund, RequestedRefund) else None
        return cls(
            id=refund.id,
            stripe_refund_id=refund.stripe_refund_id,
            amount=refund.amount,
            status=refund.status.value,
            reason=refund.reason,
            source=refund.source.value,
            pending_reason=refund.pending_reason,
            failure_reason=refund.failure_reason,
            reference=refund.reference,
            note=requested.note if requested else None,
            requested_by=requested.requested_by if requested else None,
            created_at=timestamp(refund.created_at),
        )


class DisputeView(ResponseBody, kw_only=True):
    """A dispute of the order's payment."""

    id: str
    status: str
    amount: int
    reason: str
    opened_at: str | None = None
    due_by: str | None = None

    @classmethod
    def of(cls, dispute: Dispute) -> "DisputeView":
        """Returns the dispute."""
        return cls(
            id=dispute.id,
            status=dispute.status.value,
            amount=dispute.amount,
            reason=dispute.reason,
            opened_at=timestamp(dispute.opened_at) if dispute.opened_at else None,
            due_by=timestamp(dispute.due_by) if dispute.due_by else None,
        )


class OrderPaymentView(ResponseBody, kw_only=True):
    """The state of the order's payment; `riskLevel` is Stripe's, for admins and the shop alone."""

    method: str | None
    status: str
    risk_level: str | None = None
    payment_intent_id: str | None
    capture_method: str
    capture_before: str | None = None
    amount: int
    amount_capturable: int
    amount_captured: int
    amount_refunded: int
    refundable: int
    refunds: list[RefundView]
    disputes: list[DisputeView]

    @classmethod
    def of(cls, order: Order, *, for_staff: bool) -> "OrderPaymentView":
        """Returns the payment of an order."""
        paid_with = order.intent.paid_with
        return cls(
            method=paid_with.type if paid_with else None,
            status=order.payment_status.value,
            risk_level=order.intent.risk_level if for_staff else None,
            payment_intent_id=order.intent.id,
            capture_method=order.capture_method.value,
            capture_before=_capture_before(order),
            amount=order.total,
            amount_capturable=order.amount_capturable,
            amount_captured=order.intent.captured,
            amount_refunded=order.amount_refunded,
            refundable=order.refundable,
            refunds=[RefundView.of(refund, for_staff=for_staff) for refund in order.refunds],
            disputes=[DisputeView.of(dispute) for dispute in order.disputes],
        )


def _capture_before(order: Order) -> str | None:
    lapses = order.intent.capture_before
    return timestamp(lapses) if lapses is not None and order.is_uncaptured else None


class DiscountView(ResponseBody, kw_only=True):
    """What was taken off."""

    name: str
    amount: int


class OrderView(ResponseBody, kw_only=True):
    """An order with its payment."""

    id: str
    order_number: str
    reference: str | None
    user_id: str
    receipt_email: str | None
    status: str
    items: list[LineView]
    discounts: list[DiscountView]
    shipping_address: AddressView | None
    breakdown: BreakdownView
    currency: str
    total: int
    metadata: dict[str, str]
    holds: list[HoldView]
    payment: OrderPaymentView
    seq: int
    created_at: str
    updated_at: str

    @classmethod
    def of(cls, order: Order, *, for_staff: bool) -> "OrderView":
        """Returns the order as admins and the shop see it, or as its owner does."""
        return cls(
            id=order.id,
            order_number=order_number(order.id),
            reference=order.terms.reference if order.terms else None,
            user_id=order.user_id,
            receipt_email=order.contact.email,
            status=order.status.value,
            items=[LineView.of(line) for line in order.lines],
            discounts=[DiscountView(name=each.name, amount=each.amount) for each in order.discounts],
            shipping_address=AddressView.of(order.shipping_address) if order.shipping_address else None,
            breakdown=BreakdownView.of(order.breakdown),
            currency=order.currency.code,
            total=order.total,
            metadata=dict(order.terms.metadata) if order.terms else {},
            holds=[HoldView.of(hold, for_staff=for_staff) for hold in order.holds],
            payment=OrderPaymentView.of(order, for_staff=for_staff),
            seq=order.head.seq,
            created_at=timestamp(order.created_at),
            updated_at=timestamp(order.updated_at),
        )


class OrdersView(ResponseBody, kw_only=True):
    """A page of orders, newest first; `nextCursor` is null on the last page."""

    orders: list[OrderView]
    next_cursor: str | None
