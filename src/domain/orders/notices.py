"""Which changes call for a mail: to the shopper about what is final, to the operator about what needs a person."""

from enum import StrEnum

from domain.orders.history import AWAITS_RISK, Entry, EntryType
from domain.orders.shop_event import ON_HOLD
from domain.payments.intent import Closing


class ShopperNotice(StrEnum):
    """Mails to the shopper."""

    CONFIRMED = "confirmed"
    REFUNDED = "refunded"
    CANCELED = "canceled"
    PAYMENT_FAILED = "payment_failed"
    EXPIRED = "expired"
    REFUND_FAILED = "refund_failed"


class OperatorNotice(StrEnum):
    """Alerts to the operator."""

    DISPUTE = "dispute"
    WARNING = "warning"
    REVIEW = "review"
    RISK = "risk"
    MISMATCH = "mismatch"
    REFUND_FAILED = "refund_failed"
    REFUND_DELAYED = "refund_delayed"
    OUTCOME_OVERDUE = "outcome_overdue"
    AUTHORIZATION_EXPIRING = "authorization_expiring"
    AUTHORIZATION_EXPIRED = "authorization_expired"
    CAPTURE_REFUSED = "capture_refused"


_SHOPPER = {
    EntryType.PAYMENT_SUCCEEDED: ShopperNotice.CONFIRMED,
    EntryType.ORDER_CONFIRMED: ShopperNotice.CONFIRMED,
    EntryType.REFUND_SUCCEEDED: ShopperNotice.REFUNDED,
    EntryType.PROCESSING_PAYMENT_FAILED: ShopperNotice.PAYMENT_FAILED,
}
_OPERATOR = {
    EntryType.DISPUTE_OPENED: OperatorNotice.DISPUTE,
    EntryType.DISPUTE_UPDATED: OperatorNotice.DISPUTE,
    EntryType.DISPUTE_LOST: OperatorNotice.DISPUTE,
    EntryType.DISPUTE_ENDED: OperatorNotice.DISPUTE,
    EntryType.DISPUTE_DEADLINE_NEAR: OperatorNotice.DISPUTE,
    EntryType.DISPUTE_DEADLINE_PASSED: OperatorNotice.DISPUTE,
    EntryType.FRAUD_WARNED: OperatorNotice.WARNING,
    EntryType.RISK_HELD: OperatorNotice.RISK,
    EntryType.REVIEW_OPENED: OperatorNotice.REVIEW,
    EntryType.REVIEW_CLOSED: OperatorNotice.REVIEW,
    EntryType.PAYMENT_MISMATCHED: OperatorNotice.MISMATCH,
    EntryType.REFUND_FAILED: OperatorNotice.REFUND_FAILED,
    EntryType.REFUND_CANCELED: OperatorNotice.REFUND_FAILED,
    EntryType.REFUND_REFUSED: OperatorNotice.REFUND_FAILED,
    EntryType.REFUND_DELAYED: OperatorNotice.REFUND_DELAYED,
    EntryType.REFUND_OUTCOME_OVERDUE: OperatorNotice.OUTCOME_OVERDUE,
    EntryType.CAPTURE_OUTCOME_OVERDUE: OperatorNotice.OUTCOME_OVERDUE,
    EntryType.CAPTURE_REFUSED: OperatorNotice.CAPTURE_REFUSED,
    EntryType.AUTHORIZATION_EXPIRING: OperatorNotice.AUTHORIZATION_EXPIRING,
}

NOTIFYING = frozenset(_SHOPPER) | frozenset(_OPERATOR) | {EntryType.PAYMENT_CANCELED}
"""A save that records one of these makes the order's outbox due."""


def shopper_notice(entry: Entry) -> ShopperNotice | None:
    """The mail that an entry calls for.

    A checkout that was replaced ends silently, and so does one that expired unless its last attempt failed. An order on
    hold, or whose risk is not known, is not confirmed; the change that ends that confirms it. A refund that failed
    after it had succeeded corrects the mail that promised it.
    """
    if entry.data.get("confirms"):
        return ShopperNotice.CONFIRMED
    if entry.type in (EntryType.REFUND_FAILED, EntryType.REFUND_CANCELED):
        return ShopperNotice.REFUND_FAILED if entry.data.get("wasSucceeded") else None
    if entry.type is not EntryType.PAYMENT_CANCELED:
        notice = _SHOPPER.get(entry.type)
        waits = entry.data.get("orderStatus") == ON_HOLD or entry.data.get(AWAITS_RISK)
        return None if notice is ShopperNotice.CONFIRMED and waits else notice
    match entry.data.get("closing"):
        case Closing.REPLACED:
            return None
        case Closing.EXPIRED:
            return ShopperNotice.EXPIRED if entry.data.get("lastAttemptFailed") else None
        case _:
            return ShopperNotice.CANCELED if entry.data.get("paymentIntentId") else None


def operator_notice(entry: Entry) -> OperatorNotice | None:
    """The alert that an entry calls for; an authorization that Till did not ask to release has lapsed."""
    if entry.type is EntryType.PAYMENT_CANCELED and entry.data.get("authorized") and not entry.data.get("closing"):
        return OperatorNotice.AUTHORIZATION_EXPIRED
    return _OPERATOR.get(entry.type)
