"""A difference between Stripe's records and ours, in a line for the operator."""

from dataclasses import dataclass
from typing import Final

from domain.facts.dispute import DisputeFact, ReviewFact, WarningFact
from domain.facts.fact import OrderFact
from domain.facts.payment import MethodFact, PaymentFact, PaymentState
from domain.facts.refund import RefundFact
from domain.identifiers.order_number import order_id_of, order_number
from domain.orders.apply_fact import apply_fact, belongs, is_stray
from domain.orders.history import Attribution
from domain.orders.order import Order


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A fact at Stripe that is not recorded here; `order_number` where it is about one of our orders.

    `is_repaired` where reconciliation repairs it; otherwise a person must.
    """

    what: str
    id: str
    ours: str
    theirs: str
    order_number: str | None = None
    is_repaired: bool = True


_WITH_MONEY: Final = (PaymentState.SUCCEEDED, PaymentState.UNCAPTURED)


def difference_in(order: Order, fact: OrderFact, by: Attribution) -> Difference | None:
    """What applying a fact would change, or None where the order has it already."""
    what, identity, theirs = _at_stripe(fact)
    number = order_number(order.id)
    if not belongs(order, fact):
        if isinstance(fact, PaymentFact) and is_stray(order, fact):
            return Difference(
                what="stray payment",
                id=identity,
                ours="no such intent",
                theirs=theirs,
                order_number=number,
                is_repaired=False,
            )
        if isinstance(fact, PaymentFact) and fact.state not in (PaymentState.SUCCEEDED, PaymentState.CANCELED):
            return Difference(what="orphan", id=identity, ours="no such intent", theirs=theirs, order_number=number)
        return None
    changed = apply_fact(order, fact, by)
    if not changed.changes:
        return None
    return Difference(
        what=what, id=identity, ours=f"{order.status}, {order.payment_status}", theirs=theirs, order_number=number
    )


def lost_order_of(fact: OrderFact) -> Difference | None:
    """The difference where a payment brought money and names an order that is not stored; otherwise None."""
    if not isinstance(fact, PaymentFact) or fact.order_id is None or fact.state not in _WITH_MONEY:
        return None
    what, identity, theirs = _at_stripe(fact)
    named = order_id_of(fact.order_id)
    number = fact.order_id if named is None else order_number(named)
    return Difference(
        what=what, id=identity, ours="no such order", theirs=theirs, order_number=number, is_repaired=False
    )


def _at_stripe(fact: OrderFact) -> tuple[str, str, str]:
    """The kind of a fact, the id of its object, and how that stands at Stripe."""
    described: tuple[str, str, str]
    match fact:
        case PaymentFact():
            described = "payment", fact.payment_intent_id, f"{fact.state} {fact.amount_received} {fact.currency}"
        case MethodFact():
            described = "method", fact.charge_id, fact.paid_with.type
        case RefundFact():
            described = "refund", fact.stripe_refund_id, f"{fact.status} {fact.amount} {fact.currency}"
        case DisputeFact():
            described = "dispute", fact.dispute_id, fact.status
        case WarningFact():
            described = "warning", fact.warning_id, fact.fraud_type
        case ReviewFact():
            described = "review", fact.review_id, fact.closed_reason or "open"
        case _:
            described = "charge", fact.charge_id, f"refunded {fact.amount_refunded}"
    return described
