"""How a fact from Stripe changes an order: twice, late or out of order, the end is the same."""

from domain.disputes.apply_dispute import apply_dispute, apply_review, apply_warning
from domain.errors.orders import FactOfAnotherOrder
from domain.facts.dispute import DisputeFact, WarningFact
from domain.facts.fact import OrderFact
from domain.facts.payment import MethodFact, PaymentFact, PaymentState
from domain.facts.refund import RefundFact, RefundTotalFact
from domain.orders.history import Attribution
from domain.orders.order import Order
from domain.payments.apply_payment import apply_method, apply_payment
from domain.refunds.apply_refund import apply_refund, apply_refund_total


def belongs(order: Order, fact: OrderFact) -> bool:
    """Whether a fact is about this order.

    Its intent must be the recorded one; a fact without an intent must name the recorded charge. Where an intent was
    requested and none is recorded yet, metadata is believed only if amount, currency and customer agree: anybody with
    access to the Stripe account can write metadata.
    """
    if order.intent.id is not None and fact.payment_intent_id is None:
        return fact.charge_id is not None and fact.charge_id == order.intent.charge_id
    if order.intent.id is not None:
        return fact.payment_intent_id == order.intent.id
    return (
        isinstance(fact, PaymentFact)
        and order.intent.is_requested
        and fact.order_id == order.id
        and fact.amount == order.total
        and fact.currency == order.currency.code
        and fact.customer_id == order.intent.customer_id
    )


def is_stray(order: Order, payment: PaymentFact) -> bool:
    """Whether a payment succeeded that names this order and is not its own: money that belongs to no order."""
    return payment.state is PaymentState.SUCCEEDED and payment.order_id == order.id and not belongs(order, payment)


def apply_fact(order: Order, fact: OrderFact, by: Attribution) -> Order:
    """Returns the order with the fact applied; the same order where the fact was known before.

    A true fact is always applied: limits are for what we request. Raises `FactOfAnotherOrder` only.
    """
    if not belongs(order, fact):
        raise FactOfAnotherOrder(order.id)
    match fact:
        case PaymentFact():
            changed = apply_payment(order, fact, by)
        case MethodFact():
            changed = apply_method(order, fact, by)
        case RefundFact():
            changed = apply_refund(order, fact, by)
        case RefundTotalFact():
            changed = apply_refund_total(order, fact, by)
        case DisputeFact():
            changed = apply_dispute(order, fact, by)
        case WarningFact():
            changed = apply_warning(order, fact, by)
        case _:
            changed = apply_review(order, fact, by)
    return changed
