"""An order's labels: all that it is found by, in one list, so that one index answers every search.

A label is a Stripe id, or a kind and a value with a colon between them.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final

from domain.disputes.dispute import DisputeStatus
from domain.orders.due import watched_until
from domain.orders.order import Order, OrderStatus, PaymentStatus
from domain.refunds.refund import RefundStatus, RequestState

SET_ASIDE: Final = "set_aside"
"""Events about the order were given up at the shop's endpoints. Those who send them write this label."""

REFUND_UNKNOWN: Final = "refund:unknown"
REFUND_OVERDUE: Final = "refund:overdue"
REFUND_DELAYED: Final = "refund:delayed"
WATCHED_FOR_EVER: Final = "watched:ever"


def labels_of(order: Order, *, is_set_aside: bool) -> list[str]:
    """Returns the labels, sorted."""
    found = {*_of_order(order), *_of_disputes(order), *_of_refunds(order)}
    if is_set_aside:
        found.add(SET_ASIDE)
    return sorted(found)


def having(label: str) -> dict[str, Any]:
    """The condition of orders that have a label."""
    return {"attention.labels": label}


def having_any(*labels: str) -> dict[str, Any]:
    """The condition of orders that have at least one of the labels."""
    return {"attention.labels": {"$in": list(labels)}}


def status_label(status: OrderStatus) -> str:
    """Orders of a status."""
    return f"status:{status.value}"


def payment_label(status: PaymentStatus) -> str:
    """Orders of a payment status."""
    return f"payment:{status.value}"


def email_label(email: str) -> str:
    """Orders of an email address."""
    return f"email:{email}"


def reference_label(reference: str) -> str:
    """Orders of a reference of the shop's."""
    return f"reference:{reference}"


def total_label(total: int) -> str:
    """Orders of a total in minor units, of whatever currency."""
    return f"total:{total}"


def dispute_label(status: DisputeStatus) -> str:
    """Orders with a dispute of a status."""
    return f"dispute:{status.value}"


def watched_label(until: datetime | None) -> str:
    """Orders that are re-read until a moment of this month; None is for ever."""
    return WATCHED_FOR_EVER if until is None else f"watched:{_month(until)}"


def failed_refund_since(moment: datetime) -> dict[str, Any]:
    """The condition of orders with a failed refund that was requested in the month of this moment, or later."""
    later = {"$gte": _failed_refund_label(moment), "$lt": "refund:failed;"}
    return {"attention.labels": {"$elemMatch": later}}


def _of_order(order: Order) -> Iterator[str]:
    yield status_label(order.status)
    yield payment_label(order.payment_status)
    yield total_label(order.total)
    yield watched_label(watched_until(order))
    if order.contact.email is not None:
        yield email_label(order.contact.email)
    if order.terms is not None:
        yield reference_label(order.terms.reference)
    if order.intent.charge_id is not None:
        yield order.intent.charge_id


def _of_disputes(order: Order) -> Iterator[str]:
    for dispute in order.disputes:
        yield dispute.id
        yield dispute_label(dispute.status)


def _of_refunds(order: Order) -> Iterator[str]:
    for refund in order.refunds:
        if refund.stripe_refund_id is not None:
            yield refund.stripe_refund_id
        if refund.status is RefundStatus.FAILED:
            yield _failed_refund_label(refund.created_at)
        if refund.is_open and refund.delay_notified:
            yield REFUND_DELAYED
    for requested in order.requested_refunds:
        if requested.request.state is RequestState.UNKNOWN:
            yield REFUND_UNKNOWN
        if requested.request.state is not RequestState.ANSWERED and requested.request.overdue_notified:
            yield REFUND_OVERDUE


def _failed_refund_label(at: datetime) -> str:
    return f"refund:failed:{_month(at)}"


def _month(moment: datetime) -> str:
    return f"{moment:%Y-%m}"
