"""Which changes the shop's own systems are notified of."""

from enum import StrEnum

from domain.disputes.dispute import DisputeStatus
from domain.orders.figures import figures_in
from domain.orders.history import Entry, EntryType

ON_HOLD = "on_hold"
"""The order's status while any hold is open (`domain.orders.order.OrderStatus`)."""


class ShopEventType(StrEnum):
    """What an event says, by the names that the shop's systems dispatch on."""

    ORDER_CONFIRMED = "order.confirmed"
    ORDER_HELD = "order.held"
    ORDER_RELEASED = "order.released"
    ORDER_CANCELED = "order.canceled"
    PAYMENT_AUTHORIZED = "payment.authorized"
    PAYMENT_CAPTURED = "payment.captured"
    PAYMENT_PROCESSING = "payment.processing"
    PAYMENT_FAILED = "payment.failed"
    REFUND_SUCCEEDED = "refund.succeeded"
    REFUND_FAILED = "refund.failed"
    DISPUTE_OPENED = "dispute.opened"
    DISPUTE_CLOSED = "dispute.closed"


_TYPES = {
    EntryType.PAYMENT_AUTHORIZED: ShopEventType.PAYMENT_AUTHORIZED,
    EntryType.PAYMENT_CAPTURED: ShopEventType.PAYMENT_CAPTURED,
    EntryType.PAYMENT_PROCESSING: ShopEventType.PAYMENT_PROCESSING,
    EntryType.PROCESSING_PAYMENT_FAILED: ShopEventType.PAYMENT_FAILED,
    EntryType.PAYMENT_CANCELED: ShopEventType.ORDER_CANCELED,
    EntryType.REFUND_SUCCEEDED: ShopEventType.REFUND_SUCCEEDED,
    EntryType.REFUND_FAILED: ShopEventType.REFUND_FAILED,
    EntryType.REFUND_CANCELED: ShopEventType.REFUND_FAILED,
    EntryType.REFUND_REFUSED: ShopEventType.REFUND_FAILED,
    EntryType.DISPUTE_OPENED: ShopEventType.DISPUTE_OPENED,
    EntryType.DISPUTE_LOST: ShopEventType.DISPUTE_CLOSED,
    EntryType.DISPUTE_ENDED: ShopEventType.DISPUTE_CLOSED,
}
_BY_HOLDS = {
    EntryType.PAYMENT_SUCCEEDED: ShopEventType.ORDER_CONFIRMED,
    EntryType.ORDER_CONFIRMED: ShopEventType.ORDER_CONFIRMED,
    EntryType.PAYMENT_MISMATCHED: ShopEventType.ORDER_RELEASED,
    EntryType.FRAUD_WARNED: ShopEventType.ORDER_RELEASED,
    EntryType.RISK_HELD: ShopEventType.ORDER_RELEASED,
    EntryType.REVIEW_OPENED: ShopEventType.ORDER_RELEASED,
    EntryType.REVIEW_CLOSED: ShopEventType.ORDER_RELEASED,
    EntryType.REVIEW_APPROVED: ShopEventType.ORDER_RELEASED,
    EntryType.HOLD_RELEASED: ShopEventType.ORDER_RELEASED,
}
"""What these say where no hold is open after them; while one is, each says that the order is held."""

_REOPENED = frozenset(
    {DisputeStatus.NEEDS_RESPONSE, DisputeStatus.APPEAL_NEEDS_RESPONSE, DisputeStatus.APPEAL_UNDER_REVIEW}
)
"""An inquiry that became a chargeback, or a loss that is appealed: what was known of the dispute no longer holds."""

WITH_FIGURES = frozenset({*_TYPES, *_BY_HOLDS, EntryType.DISPUTE_UPDATED, EntryType.REFUNDS_LISTED})
"""The history records the order's figures with each of these: an event may be sent days after the change, when the
order itself has moved on."""


def shop_event(entry: Entry) -> ShopEventType | None:
    """Returns the event that an entry calls for; None where it calls for none, or was recorded without figures."""
    figures = figures_in(entry.data)
    if figures is None:
        return None
    if entry.type in _BY_HOLDS:
        return ShopEventType.ORDER_HELD if figures.status == ON_HOLD else _BY_HOLDS[entry.type]
    if entry.type is EntryType.DISPUTE_UPDATED:
        return ShopEventType.DISPUTE_OPENED if entry.data.get("status") in _REOPENED else None
    if entry.type is EntryType.REFUNDS_LISTED:
        # What failed before is refundable again only now.
        return ShopEventType.REFUND_FAILED if "freed" in entry.data else None
    return _TYPES.get(entry.type)
