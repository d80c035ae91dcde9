"""How the authorization of a payment, which is captured later, changes an order."""

from dataclasses import replace
from datetime import datetime

from domain.facts.payment import PaymentFact, PaymentState
from domain.orders.history import Attribution, EntryType
from domain.orders.holds import HoldReason
from domain.orders.order import Order
from domain.payments.capture import DEFAULT_WINDOW, Capture
from domain.payments.intent import Intent


def authorize(order: Order, fact: PaymentFact, by: Attribution) -> Order:
    """Returns the order confirmed by money that is held for it; held itself where that is not what it asked for."""
    if order.intent.is_final:
        return order
    if order.is_uncaptured:
        return with_capture_before(order, fact.capture_before, by)
    authorized = replace(order, intent=authorized_intent(order, fact, by))
    data = {
        "paymentIntentId": fact.payment_intent_id,
        "chargeId": fact.charge_id,
        "amount": fact.amount_capturable,
        "currency": fact.currency,
    }
    differing = _differing(order, fact)
    if differing is None:
        return authorized.recording(EntryType.PAYMENT_AUTHORIZED, by, data).recording(
            EntryType.ORDER_CONFIRMED, by, data
        )
    held = authorized.with_hold(HoldReason.MISMATCH, f"{fact.payment_intent_id}:uncaptured", by)
    return held.recording(EntryType.PAYMENT_MISMATCHED, by, {**data, "differs": differing})


def authorized_intent(order: Order, fact: PaymentFact, by: Attribution) -> Intent:
    """The intent with the money held that the fact names; the first time that is known to end it stays."""
    known = order.intent.paid_with
    return replace(
        order.intent,
        state=PaymentState.UNCAPTURED,
        authorized=fact.amount_capturable,
        capture_before=fact.capture_before or order.intent.capture_before or by.at + DEFAULT_WINDOW,
        charge_id=fact.charge_id,
        paid_with=fact.paid_with.fuller_of(known) if fact.paid_with else known,
    )


def with_capture_before(order: Order, capture_before: datetime | None, by: Attribution) -> Order:
    """Returns the order with the moment at which its authorization lapses, as Stripe said it last."""
    if capture_before is None or order.intent.is_final or capture_before == order.intent.capture_before:
        return order
    updated = replace(order, intent=replace(order.intent, capture_before=capture_before))
    return updated.recording(EntryType.AUTHORIZATION_UPDATED, by, {"captureBefore": capture_before.isoformat()})


def settled(capture: Capture | None) -> Capture | None:
    """The capture once its outcome is known."""
    return None if capture is None else replace(capture, is_settled=True)


def _differing(order: Order, fact: PaymentFact) -> str | None:
    if fact.currency != order.currency.code:
        return "currency"
    if fact.amount != order.total or fact.amount_capturable != order.total:
        return "amount"
    return "customer" if fact.customer_id != order.intent.customer_id else None
