"""The orders in MongoDB: each one document, each write one conditional write of it."""

from collections.abc import Sequence
from typing import Any

from adapters.mongodb.documents.history import entry_to_document
from adapters.mongodb.documents.order import SCHEMA_VERSION, from_document, to_document
from adapters.mongodb.driver.connection import Database, Document
from adapters.mongodb.driver.failures import AlreadyStored, WrittenByNewer, answered
from application.ports.storage.failures import DuplicateOrder, StaleOrder
from domain.identifiers.types import OrderId, PaymentIntentId
from domain.orders.history import ChainHead, Entry, chained
from domain.orders.notices import operator_notice, shopper_notice
from domain.orders.order import Order

WITHOUT_HISTORY = {"history": 0}
"""An order carries its history's head alone: the history grows and few readers want it."""

UNDERSTOOD = {"$lte": SCHEMA_VERSION}
"""Part of every write's condition: what a newer Till wrote is left to it."""


class MongoOrders:
    """Keeps the port `Orders`; `audit_secret` signs the histories."""

    def __init__(self, database: Database, audit_secret: bytes) -> None:
        self._orders = database["orders"]
        self._audit_secret = audit_secret

    async def add(self, order: Order) -> Order:
        entries = chained(order.id, order.head, order.changes, self._audit_secret)
        saved = order.saved(1, _head_of(order, entries))
        document = to_document(saved)
        document["history"] = [entry_to_document(entry) for entry in entries]
        document["outbox"] = {
            "shopper": _cursor(order, due=any(shopper_notice(entry) for entry in entries)),
            "operator": _cursor(order, due=any(operator_notice(entry) for entry in entries)),
        }
        try:
            await answered(self._orders.insert_one(document))
        except AlreadyStored as fault:
            raise DuplicateOrder(order.id) from fault
        return saved

    async def save(self, order: Order) -> Order:
        entries = chained(order.id, order.head, order.changes, self._audit_secret)
        saved = order.saved(order.version + 1, _head_of(order, entries))
        written = await answered(
            self._orders.update_one(
                {"_id": order.id, "version": order.version, "schemaVersion": UNDERSTOOD}, _update(saved, entries)
            )
        )
        if not written.matched_count:
            await self._refuse(order)
        return saved

    async def get(self, order_id: OrderId) -> Order | None:
        document = await answered(self._orders.find_one({"_id": order_id}, WITHOUT_HISTORY))
        return from_document(document) if document else None

    async def by_intent(self, payment_intent_id: PaymentIntentId) -> Order | None:
        document = await answered(
            self._orders.find_one({"payment.paymentIntentId": payment_intent_id}, WITHOUT_HISTORY)
        )
        return from_document(document) if document else None

    async def _refuse(self, order: Order) -> None:
        stored = await answered(self._orders.find_one({"_id": order.id}, {"schemaVersion": 1}))
        if stored and stored["schemaVersion"] > SCHEMA_VERSION:
            raise WrittenByNewer(order.id)
        raise StaleOrder(order.id)


def _update(saved: Order, entries: Sequence[Entry]) -> Document:
    """The outbox's cursors are the relay's: a save makes them due and touches nothing else of them."""
    state = to_document(saved)
    del state["_id"], state["version"]
    if any(shopper_notice(entry) for entry in entries):
        state["outbox.shopper.due"] = True
    if any(operator_notice(entry) for entry in entries):
        state["outbox.operator.due"] = True
    history = {"$each": [entry_to_document(entry) for entry in entries]}
    return {"$set": state, "$push": {"history": history}, "$inc": {"version": 1}}


def _head_of(order: Order, entries: Sequence[Entry]) -> ChainHead:
    return ChainHead(seq=entries[-1].seq, hash=entries[-1].hash) if entries else order.head


def _cursor(order: Order, *, due: bool) -> dict[str, Any]:
    return {"due": due, "next": 1, "attempts": 0, "notBefore": order.created_at}
