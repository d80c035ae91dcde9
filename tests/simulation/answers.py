"""What people were told must have been true, and must have come about."""

from __future__ import annotations

from collections import Counter

from domain.orders.order import OrderStatus
from tests.simulation.play import Play

_STANDS = {OrderStatus.CONFIRMED, OrderStatus.ON_HOLD, OrderStatus.REFUNDED}


def untrue_answers(play: Play) -> list[str]:
    """A sentence for each answer that the books belie."""
    world, ledger = play.world, play.ledger
    orders = {stored.order.id: stored.order for stored in world.stores.order_table.stored.values()}
    by_intent = {order.intent.id: order for order in orders.values()}
    wrong = []
    for request_scope, reported in ledger.checkouts.items():
        if len(reported) > 1:
            wrong.append(f"{request_scope} was answered with {len(reported)} orders")
        if sum(order.request_scope == request_scope for order in orders.values()) > 1:
            wrong.append(f"{request_scope} left more than one order")
        wrong += [f"{order_id} was answered and is gone" for order_id in reported if order_id not in orders]
    for intent in ledger.paid:
        order = by_intent.get(intent)
        if order is None or order.status not in _STANDS:
            wrong.append(f"{intent} was answered as placed, and its order is {order.status if order else 'gone'}")
    times = Counter(ledger.confirmed)
    wrong += [f"{intent} was confirmed now, {count} times" for intent, count in times.items() if count > 1]
    for intent in ledger.canceled:
        if world.model.totals.payment(intent).status != "canceled":
            wrong.append(f"{intent} was answered as canceled, and Stripe has not canceled it")
    return wrong + _refunds(play) + _received(play) + _mailed_twice(play)


def _refunds(play: Play) -> list[str]:
    wrong = []
    ledger, orders = play.ledger, [stored.order for stored in play.world.stores.order_table.stored.values()]
    executed = {
        refund.metadata["till_refund_id"]: refund
        for refund in play.world.model.totals.refunds()
        if "till_refund_id" in refund.metadata
    }
    wrong += [
        f"{refund_id} was executed and never asked for" for refund_id in executed if refund_id not in ledger.refunds
    ]
    for refund_id, reported in ledger.refunds.items():
        here = [order for order in orders if order.requested_refund(refund_id) is not None]
        if reported in ("pending", "succeeded", "requires_action") and len(here) != 1:
            wrong.append(f"{refund_id} was answered as {reported} and is in {len(here)} orders")
        if reported == "succeeded" and refund_id not in executed:
            wrong.append(f"{refund_id} was answered as {reported}, and Stripe never had it")
    for refund_id in ledger.refused:
        if refund_id in executed and executed[refund_id].counts:
            wrong.append(f"{refund_id} was answered as refused, and Stripe executed it")
    return wrong


def _received(play: Play) -> list[str]:
    inbox = play.world.stores.inbox._entries
    return [f"{event} was acknowledged and is not stored" for event in play.ledger.acknowledged if event not in inbox]


def _mailed_twice(play: Play) -> list[str]:
    """SMTP forgives a double after a crash or a lost answer between the sending and its record, nothing else."""
    times = Counter(mail.message_id for mail in play.world.mailer.mails)
    return [
        f"{message_id} was mailed {count} times"
        for message_id, count in times.items()
        if count > 1 and message_id not in play.ledger.may_repeat
    ]
