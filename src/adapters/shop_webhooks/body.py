"""The body of an event."""

from datetime import UTC, datetime

import msgspec

from domain.identifiers.order_number import order_number
from domain.orders.shop_message import ShopMessage


class RefundBody(msgspec.Struct, rename="camel", kw_only=True):
    """The refund that the event is about."""

    id: str
    stripe_refund_id: str | None
    amount: int
    status: str
    failure_reason: str | None


class DisputeBody(msgspec.Struct, rename="camel", kw_only=True):
    """The dispute that the event is about; the amount in the dispute's own currency."""

    id: str
    amount: int
    status: str
    reason: str


class HoldBody(msgspec.Struct, rename="camel", kw_only=True):
    """The hold that the event is about."""

    id: str
    reason: str
    cause_id: str


class DataBody(msgspec.Struct, rename="camel", kw_only=True):
    """The order as it was after the change."""

    order_id: str
    order_number: str
    reference: str | None
    seq: int
    status: str
    payment_status: str
    currency: str
    total: int
    amount_captured: int
    amount_refunded: int
    refundable: int
    payment_intent_id: str | None
    metadata: dict[str, str]
    refund: RefundBody | msgspec.UnsetType
    dispute: DisputeBody | msgspec.UnsetType
    hold: HoldBody | msgspec.UnsetType


class EventBody(msgspec.Struct, kw_only=True):
    """An event."""

    type: str
    timestamp: str
    data: DataBody


def event_body(message: ShopMessage) -> bytes:
    """Returns an event's body, the same bytes at every try."""
    refund, dispute, hold = message.refund, message.dispute, message.hold
    data = DataBody(
        order_id=message.order_id,
        order_number=order_number(message.order_id),
        reference=message.reference,
        seq=message.seq,
        status=message.figures.status,
        payment_status=message.figures.payment_status,
        currency=message.currency,
        total=message.total,
        amount_captured=message.figures.amount_captured,
        amount_refunded=message.figures.amount_refunded,
        refundable=message.figures.refundable,
        payment_intent_id=message.payment_intent_id,
        metadata=dict(message.metadata),
        refund=msgspec.convert(refund, RefundBody, from_attributes=True) if refund else msgspec.UNSET,
        dispute=msgspec.convert(dispute, DisputeBody, from_attributes=True) if dispute else msgspec.UNSET,
        hold=msgspec.convert(hold, HoldBody, from_attributes=True) if hold else msgspec.UNSET,
    )
    return msgspec.json.encode(EventBody(type=message.type.value, timestamp=_time(message.at), data=data))


def _time(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
