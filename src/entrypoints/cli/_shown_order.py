"""Prints one order as tables: what it is, what was bought, its holds, refunds, disputes, deliveries and history."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from rich.table import Table

from application.ports.storage.deliveries import Delivery
from domain.identifiers.order_number import order_number
from domain.orders.history import Entry
from domain.orders.order import Order
from domain.refunds.refund import RefundReason, RequestedRefund
from entrypoints.cli._output import add_row, money, show, table

_BLOCKING = f"{RefundReason.FRAUDULENT} (Stripe blocks the buyer)"


def show_order(order: Order, entries: Sequence[Entry], deliveries: Sequence[Delivery]) -> None:
    """Prints the order; a table that would be empty is left out."""
    tables = (_facts(order), _lines(order), _holds(order), _refunds(order), _disputes(order), _deliveries(deliveries))
    for each in (*tables, _history(entries)):
        if each.row_count:
            show(each)


def _facts(order: Order) -> Table:
    rows = table("order", order_number(order.id), whole=frozenset({"order"}))
    for name, value in _named(order):
        if value is not None:
            add_row(rows, name, value)
    return rows


def _named(order: Order) -> Iterator[tuple[str, str | None]]:
    code, intent, address = order.currency.code, order.intent, order.shipping_address
    yield "id", order.id
    yield "status", order.status
    yield "payment", order.payment_status
    yield "total", money(order.total, code)
    yield "captured", money(intent.captured, code)
    yield "refunded", money(order.amount_refunded, code)
    yield "refundable", money(order.refundable, code)
    yield "user", order.user_id
    yield "e-mail", order.contact.email
    yield "phone", address.phone if address else None
    yield "name", address.name if address else None
    yield "reference", order.terms.reference if order.terms else None
    yield "payment intent", intent.id
    yield "charge", intent.charge_id
    yield "risk", intent.risk_level
    yield "created", _time(order.created_at)
    yield "changed", _time(order.updated_at)


def _lines(order: Order) -> Table:
    rows = table("item", "name", "quantity", "price", whole=frozenset({"item"}))
    for line in order.lines:
        add_row(rows, line.sku, line.name, str(line.quantity), money(line.unit_price, order.currency.code))
    return rows


def _holds(order: Order) -> Table:
    rows = table("hold", "reason", "cause", "opened", "released", "by", "note", whole=frozenset({"hold", "cause"}))
    for hold in order.holds:
        ended = _time(hold.released_at), hold.released_by or "-", hold.note or "-"
        add_row(rows, hold.id, hold.reason, hold.cause_id, _time(hold.opened_at), *ended)
    return rows


def _refunds(order: Order) -> Table:
    headings = (
        "refund",
        "at Stripe",
        "amount",
        "status",
        "why it waits or failed",
        "reason",
        "asked by",
        "note",
        "created",
    )
    rows = table(*headings, whole=frozenset({"refund", "at Stripe"}))
    for refund in order.refunds:
        asked = (refund.requested_by, refund.note) if isinstance(refund, RequestedRefund) else (refund.source, None)
        add_row(
            rows,
            refund.id,
            refund.stripe_refund_id or "-",
            money(refund.amount, order.currency.code),
            refund.status,
            refund.failure_reason or refund.pending_reason or "-",
            _BLOCKING if refund.reason == RefundReason.FRAUDULENT else refund.reason or "-",
            *(text or "-" for text in asked),
            _time(refund.created_at),
        )
    return rows


def _disputes(order: Order) -> Table:
    rows = table("dispute", "status", "amount", "reason", "opened", "answer by", whole=frozenset({"dispute"}))
    for dispute in order.disputes:
        amount = money(dispute.amount, dispute.currency)
        times = _time(dispute.opened_at), _time(dispute.due_by)
        add_row(rows, dispute.id, dispute.status, amount, dispute.reason, *times)
    return rows


def _deliveries(deliveries: Sequence[Delivery]) -> Table:
    rows = table("delivery", "event", "status", "happened", "tries", "why", whole=frozenset({"delivery"}))
    for each in deliveries:
        why = each.reason or "-"
        add_row(rows, str(each.id), each.type, each.status, _time(each.happened_at), str(each.attempts), why)
    return rows


def _history(entries: Sequence[Entry]) -> Table:
    rows = table("seq", "at", "what", "actor", "cause", "data", whole=frozenset({"at", "what"}))
    for entry in entries:
        data = ", ".join(f"{name}={value}" for name, value in entry.data.items() if value is not None)
        add_row(rows, str(entry.seq), _time(entry.at), entry.type, entry.actor, entry.cause, data)
    return rows


def _time(moment: datetime | None) -> str:
    return moment.isoformat(timespec="seconds") if moment else "-"
