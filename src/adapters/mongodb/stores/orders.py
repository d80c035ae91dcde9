"""The orders in MongoDB: each one document, each write one conditional write of it."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from adapters.mongodb.documents.history import entry_to_document, head_to_document
from adapters.mongodb.documents.order import SCHEMA_VERSION, from_document, to_document
from adapters.mongodb.documents.state import state_digest
from adapters.mongodb.driver.connection import Database, Document
from adapters.mongodb.driver.failures import AlreadyStored, WrittenByNewer, answered
from adapters.mongodb.driver.reads import find_one
from application.ports.shop.webhooks import EndpointId
from application.ports.storage.failures import DuplicateOrder, StaleOrder
from domain.identifiers.types import ChargeId, OrderId, PaymentIntentId
from domain.orders.history import ChainHead, Entry, chained
from domain.orders.notices import operator_notice, shopper_notice
from domain.orders.order import Order
from domain.orders.shop_event import shop_event

WITHOUT_HISTORY = {"history": 0}
"""An order carries its history's head alone: the history grows and few readers want it."""

UNDERSTOOD = {"$lte": SCHEMA_VERSION}
"""Part of every write's condition: what a newer Till wrote is left to it."""


CHANGED_NOW = {"$currentDate": {"changedAt": True}}
"""By the server's clock, which is read as the write is done: however long a writer stalled before, no change ever
stands before one that was there to be read."""

_FIRST: Document = {"next": 1, "attempts": 0, "notBefore": datetime(1970, 1, 1, tzinfo=UTC)}


class MongoOrders:
    """Keeps the port `Orders`; `audit_secret` signs the histories, `endpoint_ids` are the shop's to be notified."""

    def __init__(self, database: Database, audit_secret: bytes, endpoint_ids: Sequence[EndpointId] = ()) -> None:
        self._orders = database["orders"]
        self._audit_secret = audit_secret
        self._endpoint_ids = tuple(endpoint_ids)

    async def add(self, order: Order) -> Order:
        saved, document, entries = self._signed(order, 1)
        document["history"] = [entry_to_document(entry) for entry in entries]
        document["outbox"] = {
            "shopper": _cursor(order, due=any(shopper_notice(entry) for entry in entries)),
            "operator": _cursor(order, due=any(operator_notice(entry) for entry in entries)),
            "shop": {endpoint_id: _FIRST | {"due": True} for endpoint_id in self._notified(entries)},
        }
        del document["_id"]
        # An insert can't have the server's time; this one matches no document, so it inserts or finds the id taken.
        new = self._orders.update_one({"_id": order.id, "version": 0}, {"$set": document, **CHANGED_NOW}, upsert=True)
        try:
            await answered(new)
        except AlreadyStored as fault:
            raise DuplicateOrder(order.id) from fault
        return saved

    async def save(self, order: Order) -> Order:
        saved, document, entries = self._signed(order, order.version + 1)
        written = await answered(
            self._orders.update_one(
                {"_id": order.id, "version": order.version, "schemaVersion": UNDERSTOOD},
                self._update(document, entries),
            )
        )
        if not written.matched_count:
            await self._refuse(order)
        return saved

    async def get(self, order_id: OrderId) -> Order | None:
        document = await find_one(self._orders, {"_id": order_id}, WITHOUT_HISTORY)
        return from_document(document) if document else None

    async def by_intent(self, payment_intent_id: PaymentIntentId) -> Order | None:
        document = await find_one(self._orders, {"payment.paymentIntentId": payment_intent_id}, WITHOUT_HISTORY)
        return from_document(document) if document else None

    async def by_charge(self, charge_id: ChargeId) -> Order | None:
        document = await find_one(self._orders, {"payment.chargeId": charge_id}, WITHOUT_HISTORY)
        return from_document(document) if document else None

    def _signed(self, order: Order, version: int) -> tuple[Order, Document, tuple[Entry, ...]]:
        """The order as it will be saved, its document, and its new entries, which vouch for the document."""
        document = to_document(order.saved(version, order.head))
        entries = chained(order.id, order.head, order.changes, self._audit_secret, state_digest(document))
        head = _head_of(order, entries)
        document["head"] = head_to_document(head)
        return order.saved(version, head), document, entries

    def _update(self, state: Document, entries: Sequence[Entry]) -> Document:
        """The outbox's cursors are their senders': a save makes them due and touches nothing else of them."""
        del state["_id"], state["version"]
        update: Document = {
            "$set": state,
            "$push": {"history": {"$each": [entry_to_document(entry) for entry in entries]}},
            "$inc": {"version": 1},
            **CHANGED_NOW,
        }
        if any(shopper_notice(entry) for entry in entries):
            state["outbox.shopper.due"] = True
        if any(operator_notice(entry) for entry in entries):
            state["outbox.operator.due"] = True
        if cursors := [f"outbox.shop.{endpoint_id}" for endpoint_id in self._notified(entries)]:
            state.update({f"{cursor}.due": True for cursor in cursors})
            # Makes a cursor where there is none, and leaves one that is there as it is.
            update["$max"] = {f"{cursor}.{name}": first for cursor in cursors for name, first in _FIRST.items()}
        return update

    def _notified(self, entries: Sequence[Entry]) -> tuple[EndpointId, ...]:
        return self._endpoint_ids if any(shop_event(entry) for entry in entries) else ()

    async def _refuse(self, order: Order) -> None:
        stored = await find_one(self._orders, {"_id": order.id}, {"schemaVersion": 1})
        if stored and stored["schemaVersion"] > SCHEMA_VERSION:
            raise WrittenByNewer(order.id)
        raise StaleOrder(order.id)


def _head_of(order: Order, entries: Sequence[Entry]) -> ChainHead:
    return ChainHead(seq=entries[-1].seq, hash=entries[-1].hash) if entries else order.head


def _cursor(order: Order, *, due: bool) -> dict[str, Any]:
    return {"due": due, "next": 1, "attempts": 0, "notBefore": order.created_at}
