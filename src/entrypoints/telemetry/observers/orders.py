"""Logs and counts every change of an order when it is saved."""

from collections.abc import Mapping
from typing import Final

import structlog
from prometheus_client import Counter

from application.ports.storage.failures import StoreUnavailable
from application.ports.storage.orders import Orders
from domain.identifiers.order_number import order_number
from domain.identifiers.types import ChargeId, OrderId, PaymentIntentId
from domain.orders.history import Change, EntryType
from domain.orders.order import Order, PaymentStatus

ORDER_CHANGES: Final = Counter("till_order_changes", "Recorded changes of orders.", ["type"])
PAYMENTS: Final = Counter("till_payments", "Payments that came to a status.", ["status"])
REFUNDS: Final = Counter("till_refunds", "Refunds that came to a status.", ["status"])

_PAYMENT: Final = {
    EntryType.CHECKOUT_STARTED: PaymentStatus.PENDING,
    EntryType.PAYMENT_REQUIRED_ACTION: PaymentStatus.REQUIRES_ACTION,
    EntryType.PAYMENT_PROCESSING: PaymentStatus.PROCESSING,
    EntryType.PAYMENT_FAILED: PaymentStatus.FAILED,
    EntryType.PAYMENT_SUCCEEDED: PaymentStatus.SUCCEEDED,
    EntryType.PAYMENT_AUTHORIZED: PaymentStatus.AUTHORIZED,
    EntryType.PAYMENT_CAPTURED: PaymentStatus.SUCCEEDED,
    EntryType.PAYMENT_CANCELED: PaymentStatus.CANCELED,
    EntryType.DISPUTE_OPENED: PaymentStatus.DISPUTED,
}
_REFUND: Final = {
    EntryType.REFUND_REQUESTED: "requested",
    EntryType.REFUND_OPENED: "pending",
    EntryType.REFUND_SUCCEEDED: "succeeded",
    EntryType.REFUND_FAILED: "failed",
    EntryType.REFUND_REFUSED: "failed",
    EntryType.REFUND_CANCELED: "canceled",
}
_LOGGED: Final = {
    "amount": "amount",
    "refundId": "refund_id",
    "stripeRefundId": "stripe_refund_id",
    "disputeId": "dispute_id",
    "holdId": "hold_id",
    "code": "code",
    "declineCode": "decline_code",
    "differs": "differs",
}
"""The names of an entry's data that are logged, with their fields."""


class WatchedOrders:
    """Implements the port `Orders` around another; each line has the chain's new head."""

    def __init__(self, orders: Orders) -> None:
        self._orders = orders
        self._log = structlog.get_logger("till.orders")

    async def add(self, order: Order) -> Order:
        """As the port says."""
        try:
            saved = await self._orders.add(order)
        except StoreUnavailable:
            self._unanswered(order)
            raise
        self._watch(order, saved)
        return saved

    async def save(self, order: Order) -> Order:
        """As the port says."""
        try:
            saved = await self._orders.save(order)
        except StoreUnavailable:
            self._unanswered(order)
            raise
        self._watch(order, saved)
        return saved

    async def get(self, order_id: OrderId) -> Order | None:
        """As the port says."""
        return await self._orders.get(order_id)

    async def by_intent(self, payment_intent_id: PaymentIntentId) -> Order | None:
        """As the port says."""
        return await self._orders.by_intent(payment_intent_id)

    async def by_charge(self, charge_id: ChargeId) -> Order | None:
        """As the port says."""
        return await self._orders.by_charge(charge_id)

    def _watch(self, order: Order, saved: Order) -> None:
        for seq, change in enumerate(order.changes, order.head.seq + 1):
            _count(change)
            self._log.info(
                "order_changed",
                **_named(saved),
                seq=seq,
                type=change.type.value,
                actor=change.by.actor,
                cause=change.by.cause,
                currency=saved.currency.code if "amount" in change.data else None,
                **_fields(change),
                head_seq=saved.head.seq,
                head_hash=saved.head.hash,
            )

    def _unanswered(self, order: Order) -> None:
        """Logs that the write may have been done, for those who compare the chain with these lines."""
        self._log.warning(
            "order_save_unanswered",
            **_named(order),
            types=[change.type.value for change in order.changes],
            head_seq=order.head.seq,
            head_hash=order.head.hash or None,
        )


def _named(order: Order) -> Mapping[str, str | None]:
    return {"order_id": order.id, "order_number": order_number(order.id), "payment_intent_id": order.intent.id}


def _fields(change: Change) -> Mapping[str, str | int | None]:
    return {field: change.data[name] for name, field in _LOGGED.items() if name in change.data}


def _count(change: Change) -> None:
    ORDER_CHANGES.labels(change.type.value).inc()
    if change.type in _PAYMENT:
        PAYMENTS.labels(_PAYMENT[change.type].value).inc()
    if change.type in _REFUND:
        REFUNDS.labels(_REFUND[change.type]).inc()
