"""Which changes the shop's own systems are notified of."""

from enum import StrEnum

from domain.disputes.dispute import DisputeStatus
from domain.orders.figures import figures_in
from domain.orders.history import AWAITS_RISK, Entry, EntryType

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

_WHERE_MARKED = {
    EntryType.REFUNDS_LISTED: ("freed", ShopEventType.REFUND_FAILED),
    EntryType.RISK_ASSESSED: ("confirms", ShopEventType.ORDER_CONFIRMED),
}
"""These say something where their data has the mark: what failed before is refundable again only once refunds were
listed, and a confirmation that waited for the risk leaves with it."""

_REOPENED = frozenset(
    {DisputeStatus.NEEDS_RESPONSE, DisputeStatus.APPEAL_NEEDS_RESPONSE, DisputeStatus.APPEAL_UNDER_REVIEW}
)
"""An inquiry that became a chargeback, or a loss that is appealed: what was known of the dispute no longer holds."""

WITH_FIGURES = frozenset({*_TYPES, *_BY_HOLDS, *_WHERE_MARKED, EntryType.DISPUTE_UPDATED})
"""The history records the order's figures with each of these: an event may be sent days after the change, when the
order itself has moved on."""


def shop_event(entry: Entry) -> ShopEventType | None:
    """Returns the event that an entry calls for; None where it calls for none, or was recorded without figures."""
    figures = figures_in(entry.data)
    if figures is None:
        return None
    if entry.type in _BY_HOLDS:
        unheld = None if AWAITS_RISK in entry.data else _BY_HOLDS[entry.type]
        return ShopEventType.ORDER_HELD if figures.status == ON_HOLD else unheld
    if entry.type is EntryType.DISPUTE_UPDATED:
        return ShopEventType.DISPUTE_OPENED if entry.data.get("status") in _REOPENED else None
    if entry.type in _WHERE_MARKED:
        mark, event = _WHERE_MARKED[entry.type]
        return event if mark in entry.data else None
    return _TYPES.get(entry.type)
