"""How facts about the payment itself change an order."""

from collections.abc import Callable
from dataclasses import replace

from domain.facts.payment import FailedAttempt, MethodFact, PaymentFact, PaymentState
from domain.orders.history import Attribution, EntryType
from domain.orders.holds import HoldReason
from domain.orders.order import Order
from domain.payments.apply_authorization import authorize, authorized_intent, settled, with_capture_before
from domain.payments.checkout import with_intent_id
from domain.payments.intent import MAX_FAILED_ATTEMPTS, CaptureMethod
from domain.payments.risk import assess_risk

_CHARGED = (PaymentState.SUCCEEDED, PaymentState.UNCAPTURED)


def apply_payment(order: Order, fact: PaymentFact, by: Attribution) -> Order:
    """Returns the order with the payment as the fact reports it.

    Succeeded outranks canceled, both outrank every open state, and open states are advisory.
    """
    order = with_intent_id(order, fact.payment_intent_id, by)
    if fact.state in _CHARGED:
        # Before the payment's own change: an order that is held for its risk is not confirmed by it.
        order = assess_risk(order, fact.charge_id, fact.risk_level, by)
    changed = _TRANSITIONS[fact.state](_failure_noted(order, fact, by), fact, by)
    if fact.failure is not None and changed.intent != order.intent and changed.changes == order.changes:
        # A failure that is known, or one too many to be kept, ended another attempt: no other entry records that.
        return _failure_recorded(changed, fact.failure, by)
    return changed


def apply_method(order: Order, fact: MethodFact, by: Attribution) -> Order:
    """Returns the order with what only its charge has in full: what it was paid with, and its risk."""
    fuller = fact.paid_with.fuller_of(order.intent.paid_with)
    order = with_capture_before(order, fact.capture_before, by)
    order = assess_risk(order, fact.charge_id, fact.risk_level, by)
    if fuller == order.intent.paid_with:
        return order
    changed = replace(order, intent=replace(order.intent, paid_with=fuller))
    return changed.recording(EntryType.PAYMENT_METHOD_RECORDED, by, {"chargeId": fact.charge_id, "type": fuller.type})


def _succeeded(order: Order, fact: PaymentFact, by: Attribution) -> Order:
    if order.intent.is_paid:
        return order
    known, was_authorized = order.intent.paid_with, order.is_authorized
    intent = replace(
        order.intent,
        state=PaymentState.SUCCEEDED,
        capture=settled(order.intent.capture),
        captured=fact.amount_received,
        paid_at=by.at,
        charge_id=fact.charge_id,
        paid_with=fact.paid_with.fuller_of(known) if fact.paid_with else known,
    )
    paid = replace(order, intent=intent)
    data = {
        "paymentIntentId": fact.payment_intent_id,
        "chargeId": fact.charge_id,
        "amount": fact.amount_received,
        "currency": fact.currency,
    }
    differing = _differing(order, fact)
    if differing is None and order.capture_method is CaptureMethod.MANUAL:
        captured = paid.recording(EntryType.PAYMENT_CAPTURED, by, data)
        return captured if was_authorized else captured.recording(EntryType.ORDER_CONFIRMED, by, data)
    if differing is None:
        return paid.recording(EntryType.PAYMENT_SUCCEEDED, by, data)
    on_hold = paid.with_hold(HoldReason.MISMATCH, fact.payment_intent_id, by)
    return on_hold.recording(EntryType.PAYMENT_MISMATCHED, by, {**data, "differs": differing})


def _differing(order: Order, fact: PaymentFact) -> str | None:
    if fact.currency != order.currency.code:
        return "currency"
    is_manual = order.capture_method is CaptureMethod.MANUAL
    taken_as_asked = 0 < fact.amount_received <= order.total if is_manual else fact.amount_received == order.total
    if fact.amount != order.total or not taken_as_asked:
        return "amount"
    if fact.customer_id != order.intent.customer_id:
        return "customer"
    return "capture" if fact.manual_capture is not is_manual else None


def _canceled(order: Order, fact: PaymentFact, by: Attribution) -> Order:
    if order.intent.is_final:
        return order
    intent = replace(
        order.intent,
        state=PaymentState.CANCELED,
        cancellation_reason=fact.cancellation_reason,
        capture=settled(order.intent.capture),
    )
    return replace(order, intent=intent).recording(
        EntryType.PAYMENT_CANCELED,
        by,
        {
            "paymentIntentId": fact.payment_intent_id,
            "reason": fact.cancellation_reason,
            "closing": order.intent.closing,
            "lastAttemptFailed": order.intent.state is PaymentState.FAILED,
            **({"authorized": True} if order.is_uncaptured else {}),
        },
    )


def _uncaptured(order: Order, fact: PaymentFact, by: Attribution) -> Order:
    if order.capture_method is CaptureMethod.MANUAL:
        return authorize(order, fact, by)
    # A cause of its own: who released an authorization has not seen what will be captured of it.
    waiting = order.with_hold(HoldReason.MISMATCH, f"{fact.payment_intent_id}:uncaptured", by)
    if not order.intent.is_final:
        waiting = replace(waiting, intent=authorized_intent(waiting, fact, by))
    if waiting == order:
        return order
    return waiting.recording(
        EntryType.PAYMENT_MISMATCHED,
        by,
        {"paymentIntentId": fact.payment_intent_id, "differs": "capture", "amount": 0, "currency": fact.currency},
    )


def _processing(order: Order, fact: PaymentFact, by: Attribution) -> Order:
    if fact.charge_id is not None and order.intent.failed(fact.charge_id):
        return _processing_failed(order, fact, by)
    if not _is_open(order) or order.intent.state is PaymentState.PROCESSING:
        return order
    intent = replace(order.intent, state=PaymentState.PROCESSING, charge_id=fact.charge_id)
    return replace(order, intent=intent).recording(EntryType.PAYMENT_PROCESSING, by, {"chargeId": fact.charge_id})


def _requires_action(order: Order, fact: PaymentFact, by: Attribution) -> Order:
    if not _is_open(order) or order.intent.state is PaymentState.REQUIRES_ACTION:
        return order
    if fact.charge_id is not None and order.intent.failed(fact.charge_id):
        return order
    intent = replace(order.intent, state=PaymentState.REQUIRES_ACTION, charge_id=fact.charge_id)
    return replace(order, intent=intent).recording(EntryType.PAYMENT_REQUIRED_ACTION, by)


def _failed(order: Order, fact: PaymentFact, by: Attribution) -> Order:
    if not _is_open(order) or fact.failure is None or order.intent.state is PaymentState.FAILED:
        return order
    current = order.intent.charge_id
    if order.intent.state is PaymentState.PROCESSING and current not in (None, fact.failure.id):
        return order
    was_processing = order.intent.state is PaymentState.PROCESSING
    order = replace(order, intent=replace(order.intent, state=PaymentState.FAILED))
    return _processing_failed(order, fact, by) if was_processing else order


def _processing_failed(order: Order, fact: PaymentFact, by: Attribution) -> Order:
    if not _is_open(order) or order.intent.processing_failure_notified:
        return order
    notified = replace(order, intent=replace(order.intent, processing_failure_notified=True))
    return notified.recording(EntryType.PROCESSING_PAYMENT_FAILED, by, {"chargeId": fact.charge_id})


def _unchanged(order: Order, _fact: PaymentFact, _by: Attribution) -> Order:
    return order


def _failure_noted(order: Order, fact: PaymentFact, by: Attribution) -> Order:
    failure = fact.failure
    if failure is None or order.intent.failed(failure.id) or len(order.intent.failures) >= MAX_FAILED_ATTEMPTS:
        return order
    noted = replace(order, intent=replace(order.intent, failures=(*order.intent.failures, failure)))
    return _failure_recorded(noted, failure, by)


def _failure_recorded(order: Order, failure: FailedAttempt, by: Attribution) -> Order:
    return order.recording(
        EntryType.PAYMENT_FAILED,
        by,
        {"attemptId": failure.id, "code": failure.code, "declineCode": failure.decline_code},
    )


def _is_open(order: Order) -> bool:
    return not order.intent.is_final and order.intent.state is not PaymentState.UNCAPTURED


_TRANSITIONS: dict[PaymentState, Callable[[Order, PaymentFact, Attribution], Order]] = {
    PaymentState.SUCCEEDED: _succeeded,
    PaymentState.CANCELED: _canceled,
    PaymentState.UNCAPTURED: _uncaptured,
    PaymentState.PROCESSING: _processing,
    PaymentState.REQUIRES_ACTION: _requires_action,
    PaymentState.FAILED: _failed,
    PaymentState.PENDING: _unchanged,
}
