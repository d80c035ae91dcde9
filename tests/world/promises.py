"""What must hold once the world has settled: our books against Stripe's own, to the cent."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

from application.ports.storage.alerts import AlertWay
from domain.facts.payment import PaymentState
from domain.identifiers.types import OrderId
from domain.orders.history import Entry, EntryType, first_broken
from domain.orders.holds import HoldReason
from domain.orders.notices import operator_notice, shopper_notice
from domain.orders.order import Order, OrderStatus
from domain.payments.intent import CaptureMethod
from stripe_stand_in.model import PaymentEntry
from tests.world.cases import case_promises
from tests.world.shop_promises import shop_promises
from tests.world.world import AUDIT_SECRET, World

PAID = {OrderStatus.CONFIRMED, OrderStatus.ON_HOLD, OrderStatus.REFUNDED}


async def all_orders(world: World) -> list[Order]:
    """Every order there is."""
    page = await world.stores.order_search.page(user_id=None, status=None, limit=1000, cursor=None)
    return list(page.orders)


async def broken_promises(world: World) -> list[str]:
    """A sentence for each promise that does not hold; none is what is wanted."""
    orders = await all_orders(world)
    histories = {chain.order_id: tuple(filter(None, chain.entries)) async for chain in world.stores.histories.all()}
    return [
        *_payments(world, orders),
        *_chains(world, orders),
        *_refunds(world, orders),
        *_statuses(orders),
        *_asked(world, orders),
        *_replaced(orders),
        *case_promises(world, orders, histories),
        *_customers(world),
        *await _histories(world),
        *_mails(world, orders),
        *_reported(world, histories),
        *await shop_promises(world, orders, histories),
        *await _nothing_left(world, orders),
        *(f"a fault struck {subject} and was caught: {fault!r}" for subject, fault in world.fault_reports.reported),
    ]


def _asked(world: World, orders: list[Order]) -> list[str]:
    wrong = []
    books = {payment.id: payment for payment in world.model.totals.payments()}
    for order in orders:
        payment = books.get(order.intent.id or "")
        asked = (order.total, order.currency.code, order.intent.customer_id)
        if payment is not None and (payment.amount, payment.currency, payment.customer) != asked:
            wrong.append(f"{order.id} was to ask {asked}, and Stripe was asked {payment.amount} {payment.currency}")
    return wrong


def _replaced(orders: list[Order]) -> list[str]:
    """Of orders that replaced each other at most one can be paid, and a shop's reference is one order's."""
    references = Counter(order.terms.reference for order in orders if order.terms is not None)
    return [
        *(f"{order.id} was replaced and is {order.status}" for order in orders if _is_replaced_and_alive(order)),
        *(f"{reference} is the reference of {times} orders" for reference, times in references.items() if times > 1),
    ]


def _is_replaced_and_alive(order: Order) -> bool:
    return order.intent.replaced_by is not None and order.status is not OrderStatus.CANCELED


def _customers(world: World) -> list[str]:
    """A user has one customer; another one is made only where the one before was deleted or its key was spent."""
    made = Counter(
        customer["metadata"].get("till_user_id")
        for customer in world.model._account.customers
        if not customer.get("deleted")
    )
    return [
        f"{user.id} of generation {user.generation} has {made[user.id]} customers"
        for user in world.stores.user_table.users.values()
        if made[user.id] > user.generation + 1
    ]


def _reported(world: World, histories: dict[OrderId, tuple[Entry, ...]]) -> list[str]:
    """Each entry that calls for a mail was sent one, and no final change has two that do; the chat has each alert."""
    sent = {mail.message_id for mail in world.mailer.mails}
    posted = {alert.id for alert in world.chat.posts}
    unsendable = {alert.id for alert in world.stores.alerts.raised.values()}
    wrong = []
    for order_id, entries in histories.items():
        calling: Counter[tuple[str, str]] = Counter()
        for entry in entries:
            mail, alarm = shopper_notice(entry), operator_notice(entry)
            if alarm is not None and f"{order_id}.{entry.seq}.operator@till" not in sent:
                wrong.append(f"nobody was alerted of entry {entry.seq} of {order_id}, {entry.type}")
            if alarm is not None and f"{order_id}.{entry.seq}:webhook" not in posted:
                wrong.append(f"the chat was not alerted of entry {entry.seq} of {order_id}, {entry.type}")
            if mail is None:
                continue
            calling[mail, str(entry.data.get("refundId", ""))] += 1
            sent_or_unsendable = (
                f"{order_id}.{entry.seq}.shopper@till" in sent or f"unsendable:{order_id}:{entry.seq}" in unsendable
            )
            if not sent_or_unsendable:
                wrong.append(f"the shopper was not told of entry {entry.seq} of {order_id}, {entry.type}")
        wrong += [
            f"{order_id} calls for {times} mails {mail} {of}" for (mail, of), times in calling.items() if times > 1
        ]
    wrong += [
        f"alert {alert_id} was never told"
        for alert_id in world.stores.alerts.raised
        if alert_id not in world.stores.alerts.mailed
    ]
    wrong += [
        f"alert {alert.id} is not in the chat"
        for alert in world.stores.alerts.raised.values()
        if alert.way is AlertWay.MAIL and f"{alert.id}:webhook" not in posted
    ]
    return wrong


def _payments(world: World, orders: list[Order]) -> list[str]:
    wrong = []
    by_intent: dict[str, list[Order]] = {}
    for order in orders:
        if order.intent.id is not None:
            by_intent.setdefault(order.intent.id, []).append(order)
    known = {payment.id: payment for payment in world.model.totals.payments()}
    for payment in known.values():
        if "till_order_id" in payment.metadata:
            wrong += _payment(payment, by_intent.get(payment.id, []))
    wrong += [
        f"{order.id} is paid here and not at Stripe"
        for order in orders
        if order.intent.is_paid and known[order.intent.id or ""].status != "succeeded"
    ]
    return wrong


def payable_or_paid(world: World, orders: list[Order]) -> list[OrderId]:
    """The orders whose payment at Stripe is made or can still be made."""
    statuses = {payment.id: payment.status for payment in world.model.totals.payments()}
    return [order.id for order in orders if statuses.get(order.intent.id or "", "canceled") != "canceled"]


def _chains(world: World, orders: list[Order]) -> list[str]:
    """Of a chain of replaced orders at most one is paid, or can be."""
    root: dict[OrderId, OrderId] = {order.id: order.id for order in orders}

    def root_of(order_id: OrderId) -> OrderId:
        while root[order_id] != order_id:
            order_id = root[order_id]
        return order_id

    for order in orders:
        for linked in (order.replaces, order.intent.replaced_by):
            if linked in root:
                root[root_of(linked)] = root_of(order.id)
    alive = Counter(root_of(order_id) for order_id in payable_or_paid(world, orders))
    return [f"{times} orders of the chain of {order_id} can be paid" for order_id, times in alive.items() if times > 1]


def _payment(payment: PaymentEntry, ours: list[Order]) -> list[str]:
    match payment.status:
        case "succeeded" if len(ours) != 1:
            return [f"{payment.id} succeeded and belongs to {len(ours)} orders"]
        case "succeeded" if ours[0].status not in PAID:
            return [f"{payment.id} succeeded but {ours[0].id} is {ours[0].status}"]
        case "succeeded" if ours[0].intent.captured != payment.captured:
            return [f"{ours[0].id} has captured {ours[0].intent.captured}, Stripe {payment.captured}"]
        case "canceled" if ours and ours[0].intent.state is not PaymentState.CANCELED:
            return [f"{payment.id} is canceled but that of {ours[0].id} is {ours[0].intent.state}"]
        case "requires_capture" if len(ours) != 1 or ours[0].status not in PAID:
            return [f"{payment.id} is authorized and belongs to {[order.status for order in ours]}"]
        case "succeeded" | "canceled" | "requires_capture":
            return []
        case _:
            return [] if ours else [f"{payment.id} is {payment.status} and no order knows it"]


def _refunds(world: World, orders: list[Order]) -> list[str]:
    wrong = []
    for order in orders:
        if order.intent.id is None:
            continue
        theirs = {refund.id: refund for refund in world.model.totals.refunds(order.intent.id) if not refund.is_release}
        ours = {refund.stripe_refund_id: refund for refund in order.refunds if refund.stripe_refund_id}
        for refund_id, refund in theirs.items():
            mine = ours.get(refund_id)  # type: ignore[call-overload]
            if mine is None:
                wrong.append(f"{refund_id} of {order.id} is not known here")
            elif (mine.amount, mine.status) != (refund.amount, refund.status):
                wrong.append(f"{refund_id}: {mine.status} {mine.amount} here, {refund.status} {refund.amount} there")
        wrong += [f"{order.id} has {each}, which Stripe lacks" for each in ours if each not in theirs]
        wrong += [f"{refund.id} of {order.id} is unsettled" for refund in order.unsettled_refunds]
        asked = Counter(
            refund.metadata.get("till_refund_id") for refund in theirs.values() if "till_refund_id" in refund.metadata
        )
        wrong += [f"{refund_id} was executed {times} times" for refund_id, times in asked.items() if times > 1]
        if sum(refund.amount for refund in theirs.values() if refund.counts) > order.intent.captured:
            wrong.append(f"{order.id} was refunded beyond what was captured")
        ids = [refund.id for refund in order.requested_refunds]
        if len(ids) != len(set(ids)):
            wrong.append(f"{order.id} holds a refund twice")
    return wrong


def _statuses(orders: list[Order]) -> list[str]:
    wrong = [f"a capture of {order.id} is unsettled" for order in orders if order.unsettled_capture is not None]
    return wrong + [
        f"{order.id} is confirmed, but asked {order.total} and captured {order.intent.captured}"
        for order in orders
        if order.status is OrderStatus.CONFIRMED and not _is_paid_as_asked(order)
    ]


def _is_paid_as_asked(order: Order) -> bool:
    if order.capture_method is CaptureMethod.MANUAL:
        return order.is_authorized or 0 < order.intent.captured <= order.total
    return order.intent.captured == order.total


_ONCE = (
    *(EntryType.CHECKOUT_STARTED, EntryType.PAYMENT_SUCCEEDED, EntryType.PAYMENT_CANCELED),
    *(EntryType.PAYMENT_AUTHORIZED, EntryType.ORDER_CONFIRMED, EntryType.PAYMENT_CAPTURED),
)
"""What happens to an order once at most."""


async def _histories(world: World) -> list[str]:
    wrong = []
    async for chain in world.stores.histories.all():
        broken = first_broken(chain.order_id, chain.entries, chain.head, AUDIT_SECRET.encode())
        if broken is not None:
            wrong.append(f"the history of {chain.order_id} is broken at {broken}")
        wrong += [
            f"{chain.order_id} has {once} more than once"
            for once in _ONCE
            if sum(entry.type is once for entry in filter(None, chain.entries)) > 1
        ]
    return wrong


def _mails(world: World, orders: list[Order]) -> list[str]:
    confirmed: dict[OrderId, set[str]] = {}
    for mail in world.mailer.mails:
        if mail.order is not None and mail.notice == "confirmed":
            confirmed.setdefault(mail.order.id, set()).add(mail.message_id)
    return [
        f"{order.id} has {len(confirmed.get(order.id, ()))} confirmation mails"
        for order in orders
        if (order.intent.is_paid or order.is_authorized)
        and not any(hold.reason is HoldReason.MISMATCH for hold in order.holds)
        and order.contact.email not in world.mailer.refused
        and not order.confirmation_withheld
        and len(confirmed.get(order.id, ())) != 1
    ]


async def _nothing_left(world: World, orders: list[Order]) -> list[str]:
    wrong = [f"{order.id} is still {order.status}" for order in orders if order.status is OrderStatus.PENDING]
    inbox = await world.stores.inbox.page(status=None, limit=10_000, cursor=None)
    wrong += [
        f"{entry.event.id} {entry.event.type} is {entry.status}"
        for entry in inbox.entries
        if entry.status in ("due", "dead")
    ]
    later = world.clock.now() + timedelta(days=365)
    pending = await world.stores.outbox.claim(later, timedelta(0), 100)
    wrong += [f"{claim.order.id} has something to tell the {claim.audience}" for claim in pending]
    return wrong
