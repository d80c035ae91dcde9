"""The content of an event for the shop's systems: ids, codes and absolute figures, no name, address or e-mail."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from domain.identifiers.types import DisputeId, HoldId, OrderId, PaymentIntentId, RefundId
from domain.orders.figures import Figures, figures_in
from domain.orders.history import Entry, Value
from domain.orders.holds import Hold, HoldReason
from domain.orders.order import Order
from domain.orders.shop_event import ShopEventType, shop_event
from domain.refunds.refund import RefundStatus

_CAUSES = ("disputeId", "warningId", "reviewId", "chargeId", "causeId")


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundMessage:
    """The refund that an event is about; `stripe_refund_id` is None where Stripe never made one."""

    id: RefundId
    stripe_refund_id: str | None
    amount: int
    status: str
    failure_reason: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DisputeMessage:
    """The dispute that an event is about; `amount` in minor units of the dispute's own currency."""

    id: DisputeId
    amount: int
    status: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldMessage:
    """The hold that an event is about."""

    id: HoldId
    reason: HoldReason
    cause_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShopMessage:
    """One event, the same at every attempt: all of it was stored with the change that it is about."""

    type: ShopEventType
    at: datetime
    order_id: OrderId
    seq: int
    currency: str
    total: int
    figures: Figures
    payment_intent_id: PaymentIntentId | None
    reference: str | None
    metadata: Mapping[str, str]
    refund: RefundMessage | None
    dispute: DisputeMessage | None
    hold: HoldMessage | None

    @property
    def id(self) -> str:
        """The id by which a receiver knows an event that comes again."""
        return message_id(self.order_id, self.seq)


def message_id(order_id: OrderId, seq: int) -> str:
    """Returns the id of the event that an order's entry calls for."""
    return f"{order_id}.{seq}"


def shop_message(order: Order, entry: Entry) -> ShopMessage | None:
    """Returns the event that an entry of the order calls for, with the figures as they were then, or None."""
    event_type, figures = shop_event(entry), figures_in(entry.data)
    if event_type is None or figures is None:
        return None
    return ShopMessage(
        type=event_type,
        at=entry.at,
        order_id=order.id,
        seq=entry.seq,
        currency=order.currency.code,
        total=order.total,
        figures=figures,
        payment_intent_id=order.intent.id,
        reference=order.terms.reference if order.terms else None,
        metadata=dict(order.terms.metadata) if order.terms else {},
        refund=_refund(entry.data) if "refundId" in entry.data else None,
        dispute=_dispute(entry.data) if "disputeId" in entry.data else None,
        hold=_hold(order, entry, is_held=event_type is ShopEventType.ORDER_HELD),
    )


def _refund(data: Mapping[str, Value]) -> RefundMessage:
    # A refund that Stripe refused was recorded by the refusal's code, and has no status of Stripe's.
    return RefundMessage(
        id=RefundId(str(data["refundId"])),
        stripe_refund_id=_text(data.get("stripeRefundId")),
        amount=int(data["amount"] or 0),
        status=str(data.get("status", RefundStatus.FAILED.value)),
        failure_reason=_text(data.get("failureReason", data.get("code"))),
    )


def _dispute(data: Mapping[str, Value]) -> DisputeMessage:
    return DisputeMessage(
        id=DisputeId(str(data["disputeId"])),
        amount=int(data["amount"] or 0),
        status=str(data["status"]),
        reason=str(data["reason"]),
    )


def _hold(order: Order, entry: Entry, *, is_held: bool) -> HoldMessage | None:
    causes = {entry.data[name] for name in _CAUSES if name in entry.data}
    found = [hold for hold in order.holds if hold.cause_id in causes]
    if is_held and not found:
        found = [hold for hold in order.holds if _was_open(hold, entry.at)]
    if not found:
        return None
    latest = max(found, key=lambda hold: hold.opened_at)
    return HoldMessage(id=latest.id, reason=latest.reason, cause_id=latest.cause_id)


def _was_open(hold: Hold, at: datetime) -> bool:
    return hold.opened_at <= at and (hold.released_at is None or hold.released_at > at)


def _text(value: Value) -> str | None:
    return None if value is None else str(value)
