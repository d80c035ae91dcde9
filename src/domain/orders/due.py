"""When an order next needs the worker, so that nothing half-done stays so."""

from datetime import datetime, timedelta

from domain.orders.order import Order
from domain.payments.capture import ALERTED_BEFORE
from domain.payments.intent import Closing
from domain.refunds.refund import RefundRequest

GRACE_PERIOD = timedelta(seconds=30)
"""A request's own process gets so long to finish what it began; more than any call that the worker repeats may take."""

LONGEST_PAUSE = timedelta(hours=1)
"""Between two looks at a refund whose outcome stays unknown."""

WATCHED_AFTER_REFUND = timedelta(days=35)
"""A succeeded refund can still fail up to 30 days later (docs.stripe.com/refunds, failed refunds)."""


def due_at(order: Order) -> datetime | None:
    """The moment from which the worker should look at this order, or None where nothing is left to do."""
    moments = [refund.request.sent_at + _pause_after(refund.request) for refund in order.unsettled_refunds]
    if order.unlisted_refunds or order.intent.reported_refunded is not None:
        moments.append(order.updated_at)
    moments += [at for refund in order.refunds if (at := refund.delayed_at) is not None]
    moments += [at for dispute in order.disputes if (at := dispute.next_reminder_at) is not None]
    if order.awaits_risk:
        moments.append(order.updated_at + GRACE_PERIOD)
    if order.is_uncaptured and order.intent.closing is not Closing.VOIDED:
        moments.append(_authorization_due_at(order))
    elif not order.intent.is_final:
        if order.intent.id is None:
            asked_at = order.intent.creation.asked_at
            moments.append(order.expires_at if asked_at is None else asked_at + GRACE_PERIOD)
        elif order.intent.closing is not None:
            moments.append(order.updated_at + GRACE_PERIOD)
        else:
            moments.append(order.expires_at)
    return min(moments, default=None)


def _authorization_due_at(order: Order) -> datetime:
    capture, capture_before = order.unsettled_capture, order.intent.capture_before
    if capture is not None:
        return capture.sent_at + min(max(GRACE_PERIOD, capture.sent_at - capture.requested_at), LONGEST_PAUSE)
    if capture_before is None:
        return order.expires_at
    return capture_before + GRACE_PERIOD if order.intent.expiry_notified else capture_before - ALERTED_BEFORE


def _pause_after(request: RefundRequest) -> timedelta:
    """Each send of the same doubles the wait: a key whose first answer was a 500 replays it for a day."""
    return min(max(GRACE_PERIOD, request.sent_at - request.first_sent_at), LONGEST_PAUSE)


def watched_until(order: Order) -> datetime | None:
    """Until when reconciliation re-reads the order from Stripe: None is for ever, until something final is known."""
    if not order.intent.is_final or (order.disputes and any(dispute.is_open for dispute in order.disputes)):
        return None
    if any(refund.is_open for refund in order.refunds) or any(r.closed_reason is None for r in order.reviews):
        return None
    return max((refund.created_at + WATCHED_AFTER_REFUND for refund in order.refunds), default=order.updated_at)
