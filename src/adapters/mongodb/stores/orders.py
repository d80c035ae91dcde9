"""The orders in MongoDB: each one document, each write one conditional write of it."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, NoReturn

from adapters.mongodb.documents.history import entry_to_document, head_to_document
from adapters.mongodb.documents.labels import having, labels_of
from adapters.mongodb.documents.order import FOR_EVER, SCHEMA_VERSION, from_document, to_document
from adapters.mongodb.documents.state import state_digest
from adapters.mongodb.driver.connection import Database, Document
from adapters.mongodb.driver.failures import AlreadyStored, WrittenByNewer
from adapters.mongodb.driver.grouped import GroupedReads
from adapters.mongodb.driver.reads import find_one
from adapters.mongodb.stores.declines import count_declines
from adapters.mongodb.stores.order_writes import OrderWrite, OrderWrites
from adapters.mongodb.stores.recent_orders import RecentOrders, changed_fields
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
        self._users = database["users"]
        self._writes = OrderWrites(self._orders)
        self._by_id = GroupedReads(self._orders, "_id", WITHOUT_HISTORY)
        self._by_intent = GroupedReads(self._orders, "payment.paymentIntentId", WITHOUT_HISTORY)
        self._recent = RecentOrders()
        self._audit_secret = audit_secret
        self._endpoint_ids = tuple(endpoint_ids)

    async def add(self, order: Order) -> Order:
        saved, document, entries = self._signed(order, 1, is_set_aside=False)
        document["history"] = [entry_to_document(entry) for entry in entries]
        document["outbox"] = {
            "shopper": _cursor(order, due=any(shopper_notice(entry) for entry in entries)),
            "operator": _cursor(order, due=any(operator_notice(entry) for entry in entries)),
            "shop": {endpoint_id: _FIRST | {"due": True} for endpoint_id in self._notified(entries)},
        }
        attention = document["attention"]
        attention["notify"] = bool(self._made_due(entries))
        attention["wakeAt"] = _wakes_at(order, attention) or FOR_EVER
        stored = {name: value for name, value in document.items() if name != "_id"}
        await count_declines(self._users, order.user_id, order.new_declines)
        # An insert can't have the server's time; this one matches no document, so it inserts or finds the id taken.
        new = OrderWrite(
            order_id=order.id,
            condition={"_id": order.id, "version": 0},
            update={"$set": stored, **CHANGED_NOW},
            is_new=True,
            entry_hash=saved.head.hash,
        )
        try:
            await self._writes.one(new)
        except AlreadyStored as fault:
            raise DuplicateOrder(order.id) from fault
        self._recent.keep({name: value for name, value in document.items() if name != "history"})
        return saved

    async def save(self, order: Order) -> Order:
        before = await self._before(order)
        set_aside = before["outbox"].get("setAside")
        saved, document, entries = self._signed(order, order.version + 1, is_set_aside=bool(set_aside))
        # First: were the order saved alone, a process that dies here would leave the decline uncounted.
        await count_declines(self._users, order.user_id, order.new_declines)
        is_saved = await self._writes.one(
            OrderWrite(
                order_id=order.id,
                condition={
                    "_id": order.id,
                    "version": order.version,
                    "schemaVersion": UNDERSTOOD,
                    # The labels tell of it, and a save writes them all.
                    "outbox.setAside": set_aside,
                },
                update=self._update(order, before, document, entries),
                entry_hash=saved.head.hash if entries else None,
            )
        )
        if not is_saved:
            self._recent.forget(order.id)
            await self._refuse(order)
        # Of the moment when it wakes only this is read again: that there is one.
        attention = document["attention"] | {"wakeAt": order.updated_at}
        self._recent.keep(document | {"attention": attention, "outbox": before["outbox"]})
        return saved

    async def get(self, order_id: OrderId) -> Order | None:
        return self._read(await self._by_id.one(order_id))

    async def by_intent(self, payment_intent_id: PaymentIntentId) -> Order | None:
        return self._read(await self._by_intent.one(payment_intent_id))

    async def by_charge(self, charge_id: ChargeId) -> Order | None:
        return self._read(await find_one(self._orders, having(charge_id), WITHOUT_HISTORY))

    def _read(self, document: Document | None) -> Order | None:
        if document is None:
            return None
        self._recent.keep(document)
        return from_document(document)

    async def _before(self, order: Order) -> Document:
        """The document that a save changes; nearly always this process has just read or written it."""
        before = self._recent.at(order.id, order.version)
        if before is None:
            before = await find_one(self._orders, {"_id": order.id, "version": order.version}, WITHOUT_HISTORY)
        return before or await self._refuse(order)

    def _signed(self, order: Order, version: int, *, is_set_aside: bool) -> tuple[Order, Document, tuple[Entry, ...]]:
        """The order as it will be saved, its document, and its new entries, which vouch for the document."""
        document = to_document(order.saved(version, order.head))
        document["attention"]["labels"] = labels_of(order, is_set_aside=is_set_aside)
        entries = chained(order.id, order.head, order.changes, self._audit_secret, state_digest(document))
        head = _head_of(order, entries)
        document["head"] = head_to_document(head)
        return order.saved(version, head), document, entries

    def _update(self, order: Order, before: Document, document: Document, entries: Sequence[Entry]) -> Document:
        """The outbox's cursors are their senders': a save makes them due and touches nothing else of them."""
        state = {name: value for name, value in document.items() if name not in ("_id", "version", "attention")}
        attention, attention_before = document["attention"], before["attention"]
        changes = changed_fields(before, state)
        # A worker's claim changes these without a version, so what they were is not known.
        changes |= {f"attention.{name}": attention[name] for name in ("due", "at", "tries")}
        if attention["labels"] != attention_before.get("labels"):
            changes["attention.labels"] = attention["labels"]
        due = self._made_due(entries)
        changes |= {f"{cursor}.due": True for cursor in due}
        if due:
            changes["attention.notify"] = True
        update: Document = {"$set": changes, "$inc": {"version": 1}, **CHANGED_NOW}
        if entries:
            update["$push"] = {"history": {"$each": [entry_to_document(entry) for entry in entries]}}
        wakes_at = _wakes_at(order, attention | {"notify": bool(due)})
        if attention_before.get("wakeAt") is None:
            # An earlier Till saved it last: a worker will find out what it waits for.
            wakes_at, changes["attention.notify"] = order.updated_at, True
        if wakes_at is not None:
            update["$min"] = {"attention.wakeAt": wakes_at}
        if cursors := [f"outbox.shop.{endpoint_id}" for endpoint_id in self._notified(entries)]:
            # Makes a cursor where there is none, and leaves one that is there as it is.
            update["$max"] = {f"{cursor}.{name}": first for cursor in cursors for name, first in _FIRST.items()}
        return update

    def _made_due(self, entries: Sequence[Entry]) -> list[str]:
        """The cursors of those who are notified of any of the entries."""
        shopper = ["outbox.shopper"] if any(shopper_notice(entry) for entry in entries) else []
        operator = ["outbox.operator"] if any(operator_notice(entry) for entry in entries) else []
        return shopper + operator + [f"outbox.shop.{endpoint_id}" for endpoint_id in self._notified(entries)]

    def _notified(self, entries: Sequence[Entry]) -> tuple[EndpointId, ...]:
        return self._endpoint_ids if any(shop_event(entry) for entry in entries) else ()

    async def _refuse(self, order: Order) -> NoReturn:
        stored = await find_one(self._orders, {"_id": order.id}, {"schemaVersion": 1})
        if stored and stored["schemaVersion"] > SCHEMA_VERSION:
            raise WrittenByNewer(order.id)
        raise StaleOrder(order.id)


def _head_of(order: Order, entries: Sequence[Entry]) -> ChainHead:
    return ChainHead(seq=entries[-1].seq, hash=entries[-1].hash) if entries else order.head


def _wakes_at(order: Order, attention: Document) -> datetime | None:
    """When what a write adds makes the order wake: somebody is notified at once."""
    return order.created_at if attention["notify"] else attention["at"]


def _cursor(order: Order, *, due: bool) -> dict[str, Any]:
    return {"due": due, "next": 1, "attempts": 0, "notBefore": order.created_at}
