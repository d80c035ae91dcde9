"""Requesting a refund: reserved before it is sent to Stripe, settled by what Stripe answers."""

from dataclasses import replace
from datetime import datetime, timedelta

from domain.errors.pricing import UnpayableAmount
from domain.errors.refunds import (
    PaymentDisputed,
    PaymentNotCaptured,
    RefundExceedsPayment,
    RefundOutcomeUnknown,
    TooManyRefunds,
)
from domain.identifiers.types import RefundId
from domain.orders.history import Attribution, EntryType
from domain.orders.order import Order
from domain.payments.intent import Intent
from domain.refunds.refund import RefundReason, RefundRequest, RefundStatus, RequestedRefund, RequestState

MAX_REFUNDS = 100
"""Of one order: bounds its document; no payment is refunded so often on purpose."""

KEY_KEPT = timedelta(hours=24)
"""Stripe keeps a key at least so long (docs.stripe.com/api/idempotent_requests); later it may execute it again."""

OVERDUE_AFTER = timedelta(hours=1)
"""The operator is alerted of an outcome that is unknown for so long."""


SENDABLE_FOR = timedelta(hours=23)
"""An hour short of `KEY_KEPT`, so that a slow request can't arrive after its key was forgotten."""


def may_be_sent(refund: RequestedRefund, now: datetime) -> bool:
    """Whether sending the refund's one request under its one key can't execute it twice."""
    return refund.is_unsettled and now - refund.request.first_sent_at < SENDABLE_FOR


def is_never_executed(refund: RequestedRefund, now: datetime) -> bool:
    """Whether a full list of the payment's refunds that lacks this one proves that it was never executed."""
    return refund.is_unsettled and now - refund.request.sent_at > KEY_KEPT


def refund_amount(order: Order, asked: int | None, *, has_idempotency_key: bool = False) -> int:
    """The amount of a refund requested now: all that is left where no amount is given.

    Raises `PaymentNotCaptured`, `PaymentDisputed`, `RefundExceedsPayment` or `UnpayableAmount`, and before it looks at
    the amount `RefundOutcomeUnknown` unless `has_idempotency_key`: a caller with an idempotency key says that it means
    another refund.
    """
    if not order.intent.is_paid:
        raise PaymentNotCaptured(order.id)
    forbidding = next((dispute for dispute in order.disputes if dispute.forbids_refunds), None)
    if forbidding is not None:
        raise PaymentDisputed(forbidding.id)
    unknown = next((refund for refund in order.unsettled_refunds if refund.outcome_unknown), None)
    if unknown is not None and not has_idempotency_key:
        raise RefundOutcomeUnknown(unknown.id)
    amount = order.refundable if asked is None else asked
    if amount > order.refundable or order.refundable == 0:
        raise RefundExceedsPayment(amount, order.refundable)
    if amount <= 0 or amount % order.currency.step:
        raise UnpayableAmount(amount, order.currency.code)
    return amount


def reserve_refund(
    order: Order,
    *,
    refund_id: RefundId,
    amount: int,
    reason: RefundReason | None,
    note: str | None,
    parameters: str,
    has_idempotency_key: bool,
    by: Attribution,
) -> Order:
    """Returns the order with a refund reserved and about to be sent.

    Raises what `refund_amount` raises, and `TooManyRefunds`.
    """
    refund_amount(order, amount, has_idempotency_key=has_idempotency_key)
    if len(order.refunds) >= MAX_REFUNDS:
        raise TooManyRefunds(len(order.refunds))
    reserved = RequestedRefund(
        id=refund_id,
        amount=amount,
        status=RefundStatus.PENDING,
        reason=reason,
        note=note,
        requested_by=by.actor,
        created_at=by.at,
        request=RefundRequest(parameters=parameters, state=RequestState.IN_FLIGHT, sent_at=by.at, first_sent_at=by.at),
    )
    order = replace(order, refunds=(*order.refunds, reserved), intent=_still_unlisted(order, amount))
    return order.recording(EntryType.REFUND_REQUESTED, by, {"refundId": refund_id, "amount": amount, "reason": reason})


def _still_unlisted(order: Order, amount: int) -> Intent:
    """The intent with a new reserve that is not among the refunds its charge reports and that were not listed yet."""
    if not order.unlisted_refunds:
        return order.intent
    return replace(order.intent, reserved_since_report=order.intent.reserved_since_report + amount)


def refund_not_executed(order: Order, refund_id: RefundId, code: str, by: Attribution) -> Order:
    """Returns the order whose request Stripe rejected unexecuted: it stays reserved, for the worker to send.

    Only a request of which no earlier send may have been executed is known to be unexecuted.
    """
    refund = order.unsettled_refund(refund_id)
    if refund is None or refund.request.state is not RequestState.IN_FLIGHT:
        return order
    return order.with_refund(refund.with_state(RequestState.NOT_EXECUTED)).recording(
        EntryType.REFUND_NOT_EXECUTED, by, {"refundId": refund_id, "code": code}
    )


def refund_outcome_lost(order: Order, refund_id: RefundId, by: Attribution) -> Order:
    """Returns the order whose request got no answer: the refund may or may not exist, and stays reserved."""
    refund = order.unsettled_refund(refund_id)
    if refund is None or refund.outcome_unknown:
        return order
    return order.with_refund(refund.with_state(RequestState.UNKNOWN)).recording(
        EntryType.REFUND_OUTCOME_LOST, by, {"refundId": refund_id}
    )


def refund_sent_again(order: Order, refund_id: RefundId, by: Attribution) -> Order:
    """Returns the order about to send the same request under the same key; nothing changes if it was just sent."""
    refund = order.unsettled_refund(refund_id)
    if refund is None:
        return order
    state = RequestState.IN_FLIGHT if refund.is_unexecuted else RequestState.UNKNOWN
    request = replace(refund.request, state=state, sent_at=by.at)
    if request == refund.request:
        return order
    return order.with_refund(replace(refund, request=request)).recording(
        EntryType.REFUND_SENT_AGAIN, by, {"refundId": refund_id}
    )


def refund_refused(order: Order, refund_id: RefundId, code: str, by: Attribution) -> Order:
    """Returns the order without the reserve: Stripe refused the refund for good, or Till did before a first send."""
    refund = order.unsettled_refund(refund_id)
    if refund is None:
        return order
    refused = replace(refund.with_state(RequestState.ANSWERED), status=RefundStatus.FAILED, failure_reason=code)
    return order.with_refund(refused).recording(
        EntryType.REFUND_REFUSED, by, {"refundId": refund_id, "amount": refund.amount, "code": code}
    )


def refund_overdue(order: Order, refund_id: RefundId, by: Attribution) -> Order:
    """Returns the order with an outcome that has been unknown for an hour, of which the operator is alerted once."""
    refund = order.unsettled_refund(refund_id)
    if refund is None or refund.request.overdue_notified or by.at - refund.request.first_sent_at < OVERDUE_AFTER:
        return order
    request = replace(refund.request, overdue_notified=True)
    return order.with_refund(replace(refund, request=request)).recording(
        EntryType.REFUND_OUTCOME_OVERDUE, by, {"refundId": refund_id, "amount": refund.amount}
    )


def refunds_listed(order: Order, reported: int, by: Attribution) -> Order:
    """Returns the order with all refunds behind the total `reported` applied, as it was known before the listing.

    A larger total that came after the list was read stays due.
    """
    if order.intent.reported_refunded != reported:
        return order
    listed = replace(order, intent=replace(order.intent, reported_refunded=None, reserved_since_report=0))
    # A refund that failed after the report was still counted in it: only now can its amount be refunded again.
    freed = listed.refundable - order.refundable
    return listed.recording(EntryType.REFUNDS_LISTED, by, {"amount": reported} | ({"freed": freed} if freed else {}))
