"""Requesting a capture: recorded in the order before it is sent, settled by what Stripe reports."""

from dataclasses import replace
from datetime import timedelta

from domain.errors.captures import CaptureExceedsAuthorization, NothingToCapture
from domain.errors.pricing import UnpayableAmount
from domain.identifiers.types import RequestScope
from domain.orders.history import Attribution, EntryType
from domain.orders.order import Order
from domain.payments.capture import ALERTED_BEFORE, Capture

OVERDUE_AFTER = timedelta(hours=1)
"""The operator is alerted of a capture without an answer after so long."""


def capture_amount(order: Order, asked: int | None) -> int:
    """What a capture asked now would take: all that is authorized where no amount was named.

    Raises `NothingToCapture`, `CaptureExceedsAuthorization` or `UnpayableAmount`.
    """
    if not order.is_authorized or order.amount_capturable == 0:
        raise NothingToCapture(order.payment_status)
    amount = order.amount_capturable if asked is None else asked
    if amount > order.amount_capturable:
        raise CaptureExceedsAuthorization(amount, order.amount_capturable)
    if amount <= 0 or amount % order.currency.step:
        raise UnpayableAmount(amount, order.currency.code)
    return amount


def request_capture(order: Order, amount: int | None, request_scope: RequestScope, by: Attribution) -> Order:
    """Returns the order with a capture about to be sent; raises what `capture_amount` raises."""
    before = order.intent.capture
    capture = Capture(
        amount=capture_amount(order, amount),
        request_scope=request_scope,
        requested_by=by.actor,
        requested_at=by.at,
        sent_at=by.at,
        attempt=1 if before is None else before.attempt + 1,
    )
    requested = replace(order, intent=replace(order.intent, capture=capture))
    return requested.recording(EntryType.CAPTURE_REQUESTED, by, {"amount": capture.amount, "attempt": capture.attempt})


def capture_key(order: Order, capture: Capture) -> str:
    """The idempotency key of the current attempt to capture."""
    return f"till:order:{order.id}:capture:{capture.attempt}"


def capture_sent_again(order: Order, *, new_key: bool, by: Attribution) -> Order:
    """Returns the order about to send its capture once more, under a new key where the old one is spent."""
    capture = order.unsettled_capture
    if capture is None:
        return order
    again = replace(capture, sent_at=by.at, attempt=capture.attempt + int(new_key))
    if again == capture:
        return order
    return replace(order, intent=replace(order.intent, capture=again)).recording(
        EntryType.CAPTURE_SENT_AGAIN, by, {"amount": again.amount, "attempt": again.attempt}
    )


def capture_refused(order: Order, code: str, by: Attribution) -> Order:
    """Returns the order whose capture Stripe refused for good: nothing was taken, and another may be requested."""
    capture = order.unsettled_capture
    if capture is None:
        return order
    refused = replace(order, intent=replace(order.intent, capture=replace(capture, is_settled=True)))
    return refused.recording(EntryType.CAPTURE_REFUSED, by, {"amount": capture.amount, "code": code})


def capture_overdue(order: Order, by: Attribution) -> Order:
    """Returns the order with a capture without an answer for an hour, of which the operator is alerted once."""
    capture = order.unsettled_capture
    if capture is None or capture.overdue_notified or by.at - capture.requested_at < OVERDUE_AFTER:
        return order
    overdue = replace(order, intent=replace(order.intent, capture=replace(capture, overdue_notified=True)))
    return overdue.recording(EntryType.CAPTURE_OUTCOME_OVERDUE, by, {"amount": capture.amount})


def authorization_expiring(order: Order, by: Attribution) -> Order:
    """Returns the order whose authorization lapses within a day, of which the operator is alerted once."""
    intent = order.intent
    if not order.is_uncaptured or intent.expiry_notified or intent.capture_before is None:
        return order
    if by.at < intent.capture_before - ALERTED_BEFORE:
        return order
    return replace(order, intent=replace(intent, expiry_notified=True)).recording(
        EntryType.AUTHORIZATION_EXPIRING,
        by,
        {"amount": intent.authorized, "captureBefore": intent.capture_before.isoformat()},
    )
