"""How facts about refunds change an order: a set keyed by refund, totals always derived from it."""

from dataclasses import replace

from domain.facts.refund import RefundFact, RefundTotalFact
from domain.identifiers.types import RefundId
from domain.orders.history import Attribution, EntryType
from domain.orders.order import Order
from domain.payments.intent import CaptureMethod
from domain.refunds.refund import Refund, RefundStatus, RequestedRefund, RequestState

_FAILED = (RefundStatus.FAILED, RefundStatus.CANCELED)
_ENTRY_TYPES = {
    RefundStatus.PENDING: EntryType.REFUND_OPENED,
    RefundStatus.REQUIRES_ACTION: EntryType.REFUND_OPENED,
    RefundStatus.SUCCEEDED: EntryType.REFUND_SUCCEEDED,
    RefundStatus.FAILED: EntryType.REFUND_FAILED,
    RefundStatus.CANCELED: EntryType.REFUND_CANCELED,
}


def apply_refund(order: Order, fact: RefundFact, by: Attribution) -> Order:
    """Returns the order with the refund as Stripe reports it.

    A refund of ours is recognised by its Stripe id or by our id in its metadata; any other was made at Stripe.
    """
    known = _known(order, fact)
    if known is None and _is_release(order, fact):
        return order
    if known is None:
        found = Refund(
            id=RefundId(fact.stripe_refund_id),
            stripe_refund_id=fact.stripe_refund_id,
            amount=fact.amount,
            status=fact.status,
            reason=fact.reason,
            failure_reason=fact.failure_reason,
            pending_reason=fact.pending_reason,
            reference=fact.reference,
            created_at=fact.created_at,
        )
        order = replace(order, refunds=(*order.refunds, found))
        return _stuck(order.recording(_ENTRY_TYPES[fact.status], by, _data(found)), found, by)
    current = known.reported(
        stripe_refund_id=fact.stripe_refund_id,
        status=fact.status,
        failure_reason=fact.failure_reason,
        pending_reason=fact.pending_reason,
        reference=fact.reference,
    )
    if isinstance(current, RequestedRefund):
        current = current.with_state(RequestState.ANSWERED)
    if current == known:
        return order
    was_known = known.stripe_refund_id is not None and known.status is current.status
    data = _data(current)
    if current.status in _FAILED and known.status is RefundStatus.SUCCEEDED:
        data["wasSucceeded"] = True
    entry_type = EntryType.REFUND_UPDATED if was_known else _ENTRY_TYPES[current.status]
    return _stuck(order.with_refund(current).recording(entry_type, by, data), current, by)


def notify_delays(order: Order, by: Attribution) -> Order:
    """Returns the order with each refund recorded as delayed, once, that has been open for days."""
    for refund in order.refunds:
        if refund.delayed_at is not None and by.at >= refund.delayed_at:
            order = _delayed(order, refund, by)
    return order


def _stuck(order: Order, refund: Refund, by: Attribution) -> Order:
    return _delayed(order, refund, by) if refund.is_stuck and not refund.delay_notified else order


def _delayed(order: Order, refund: Refund, by: Attribution) -> Order:
    return order.with_refund(replace(refund, delay_notified=True)).recording(
        EntryType.REFUND_DELAYED,
        by,
        {
            "refundId": refund.id,
            "amount": refund.amount,
            "status": refund.status,
            "pendingReason": refund.pending_reason,
        },
    )


def apply_refund_total(order: Order, fact: RefundTotalFact, by: Attribution) -> Order:
    """Returns the order with what its charge reports as refunded in all.

    More than we know lowers what is refundable until the refunds were listed. A total that grew by less than what we
    reserved since counts refunds made at Stripe, and not ours.
    """
    before, since = order.intent.reported_refunded or 0, order.intent.reserved_since_report
    if fact.amount_refunded - before >= since:
        since = 0
    known = order.amount_refunded + order.amount_reserved
    if fact.released and fact.amount_refunded == known + fact.released:
        return order
    if fact.amount_refunded <= before or fact.amount_refunded + since <= known:
        return order
    intent = replace(order.intent, reported_refunded=fact.amount_refunded, reserved_since_report=since)
    reported = replace(order, intent=intent)
    return reported.recording(
        EntryType.REFUND_TOTAL_REPORTED, by, {"chargeId": fact.charge_id, "amount": fact.amount_refunded}
    )


def _is_release(order: Order, fact: RefundFact) -> bool:
    """Whether Stripe shows as a refund what it released of an authorization: that money was never taken."""
    if fact.moves_money or order.capture_method is not CaptureMethod.MANUAL:
        return False
    return not order.intent.is_paid or fact.amount == order.total - order.intent.captured


def _known(order: Order, fact: RefundFact) -> Refund | None:
    for refund in order.refunds:
        if refund.stripe_refund_id == fact.stripe_refund_id:
            return refund
    for requested in order.requested_refunds:
        if fact.refund_id == requested.id and fact.order_id == order.id and requested.stripe_refund_id is None:
            return requested
    return None


def _data(refund: Refund) -> dict[str, str | int | bool | None]:
    return {
        "refundId": refund.id,
        "stripeRefundId": refund.stripe_refund_id,
        "amount": refund.amount,
        "status": refund.status,
        "source": refund.source,
        "failureReason": refund.failure_reason,
    }
