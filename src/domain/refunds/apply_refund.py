"""How news of refunds change an order: a set keyed by refund, totals always derived from it."""

from dataclasses import replace

from domain.facts.refund import RefundFact, RefundTotalFact
from domain.identifiers.types import RefundId
from domain.orders.history import Attribution, EntryType
from domain.orders.order import Order
from domain.refunds.refund import Refund, RefundSource, RefundStatus

_TOLD = {
    RefundStatus.PENDING: EntryType.REFUND_OPENED,
    RefundStatus.REQUIRES_ACTION: EntryType.REFUND_OPENED,
    RefundStatus.SUCCEEDED: EntryType.REFUND_SUCCEEDED,
    RefundStatus.FAILED: EntryType.REFUND_FAILED,
    RefundStatus.CANCELED: EntryType.REFUND_CANCELED,
}


def apply_refund(order: Order, fact: RefundFact, by: Attribution) -> Order:
    """A refund of ours is recognised by its Stripe id or by our id in its metadata; any other was made at Stripe."""
    known = _known(order, fact)
    if known is None:
        found = Refund(
            id=RefundId(fact.stripe_refund_id),
            stripe_refund_id=fact.stripe_refund_id,
            amount=fact.amount,
            status=fact.status,
            reason=fact.reason,
            source=RefundSource.STRIPE,
            failure_reason=fact.failure_reason,
            created_at=fact.created_at,
        )
        order = replace(order, refunds=(*order.refunds, found))
        return order.recording(_TOLD[fact.status], by, _data(found))
    seen = known.seen(stripe_refund_id=fact.stripe_refund_id, status=fact.status, failure_reason=fact.failure_reason)
    if seen == known:
        return order
    return order.with_refund(seen).recording(_TOLD[seen.status], by, _data(seen))


def apply_refund_total(order: Order, fact: RefundTotalFact, by: Attribution) -> Order:
    """A charge that was refunded by more than we know lowers what is refundable until its refunds were listed.

    A total that grew by less than we reserved since counts more of what others gave back, and not ours.
    """
    before, since = order.intent.reported_refunded or 0, order.intent.reserved_since_report
    if fact.amount_refunded - before >= since:
        since = 0
    known = order.amount_refunded + order.amount_reserved
    if fact.amount_refunded <= before or fact.amount_refunded + since <= known:
        return order
    intent = replace(order.intent, reported_refunded=fact.amount_refunded, reserved_since_report=since)
    reported = replace(order, intent=intent)
    return reported.recording(
        EntryType.REFUND_TOTAL_REPORTED, by, {"chargeId": fact.charge_id, "amount": fact.amount_refunded}
    )


def _known(order: Order, fact: RefundFact) -> Refund | None:
    for refund in order.refunds:
        if refund.stripe_refund_id == fact.stripe_refund_id:
            return refund
    for refund in order.refunds:
        if fact.refund_id == refund.id and fact.order_id == order.id and refund.stripe_refund_id is None:
            return refund
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
