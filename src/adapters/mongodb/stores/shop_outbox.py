"""The sender's side of the cursors that each of the shop's endpoints has over each order's history.

A cursor is `{due, next, attempts, notBefore, failingSince, reason, again, log}` under `outbox.shop.<endpoint>`. A save
of the order makes it, if there is none, and sets `due`; all else is written here. `due` is cleared only on condition
that the history's head is as it was read and nothing is to be sent again, so that nothing recorded meanwhile is lost.
"""

from collections.abc import Sequence
from datetime import datetime

from adapters.mongodb.documents.delivery import cursor_from_document, outcome_document
from adapters.mongodb.documents.history import entry_from_document
from adapters.mongodb.documents.order import from_document
from adapters.mongodb.driver.connection import Database, Document
from adapters.mongodb.driver.failures import answered
from adapters.mongodb.driver.reads import find, find_one
from adapters.mongodb.stores.orders import UNDERSTOOD
from application.ports.shop.webhooks import EndpointId
from application.ports.storage.shop_outbox import DeliveryOutcome, PendingDeliveries

_KEPT_OUTCOMES = 100
"""Bounds an order's document; more events than any order has."""

SET_ASIDE = "outbox.setAside"
"""How many events of an order were given up, at all endpoints together; an index finds those that have any."""


class MongoShopOutbox:
    """Keeps the port `ShopOutbox`."""

    def __init__(self, database: Database) -> None:
        self._orders = database["orders"]

    async def pending(self, endpoint_id: EndpointId, now: datetime, limit: int) -> Sequence[PendingDeliveries]:
        cursor = cursor_of(endpoint_id)
        due = find(
            self._orders, {f"{cursor}.due": True, f"{cursor}.notBefore": {"$lte": now}, "schemaVersion": UNDERSTOOD}
        )
        documents = await answered(due.sort(f"{cursor}.notBefore", 1).limit(limit).to_list(limit))
        return [_pending(endpoint_id, document) for document in documents]

    async def settle(self, pending: PendingDeliveries, through: int, outcome: DeliveryOutcome | None) -> bool:
        cursor = cursor_of(pending.endpoint_id)
        # A cursor that stands behind the last entry already is only to be put to rest.
        passed = through if outcome else through + 1
        ours = _of(pending) | {f"{cursor}.next": {"$lte": passed}}
        moved = _kept(cursor, outcome)
        moved["$set"] |= {f"{cursor}.next": through + 1}
        if through >= pending.order.head.seq:
            at_rest = ours | {"head.seq": pending.order.head.seq, f"{cursor}.again.0": {"$exists": False}}
            resting = moved | {"$set": moved["$set"] | {f"{cursor}.due": False}}
            if (await answered(self._orders.update_one(at_rest, resting))).matched_count:
                return True
        return bool((await answered(self._orders.update_one(ours, moved))).matched_count)

    async def settle_again(self, pending: PendingDeliveries, outcome: DeliveryOutcome) -> bool:
        cursor = cursor_of(pending.endpoint_id)
        kept = _kept(cursor, outcome)
        if not pending.entries:
            head = pending.order.head.seq
            at_rest = _of(pending) | {"head.seq": head, f"{cursor}.next": head + 1, f"{cursor}.again": [outcome.seq]}
            resting = kept | {"$set": kept["$set"] | {f"{cursor}.due": False, f"{cursor}.again": []}}
            if (await answered(self._orders.update_one(at_rest, resting))).matched_count:
                return True
        ours = _of(pending) | {f"{cursor}.again": outcome.seq}
        done = await answered(self._orders.update_one(ours, kept | {"$pull": {f"{cursor}.again": outcome.seq}}))
        return bool(done.matched_count)

    async def put_off(
        self, pending: PendingDeliveries, seq: int, *, until: datetime, failing_since: datetime, reason: str
    ) -> None:
        cursor = cursor_of(pending.endpoint_id)
        still_there = {"$or": [{f"{cursor}.next": {"$lte": seq}}, {f"{cursor}.again": seq}]}
        waits = {f"{cursor}.notBefore": until, f"{cursor}.failingSince": failing_since, f"{cursor}.reason": reason}
        await answered(
            self._orders.update_one(_of(pending) | still_there, {"$set": waits, "$inc": {f"{cursor}.attempts": 1}})
        )

    async def oldest_failure(self, endpoint_id: EndpointId) -> datetime | None:
        cursor = cursor_of(endpoint_id)
        failing = {**waiting_for(endpoint_id), f"{cursor}.failingSince": {"$exists": True}}
        oldest = [(f"{cursor}.failingSince", 1)]
        found = await find_one(self._orders, failing, {f"{cursor}.failingSince": 1}, sort=oldest)
        return found["outbox"]["shop"][endpoint_id]["failingSince"] if found else None


def cursor_of(endpoint_id: EndpointId) -> str:
    """The path of an endpoint's cursor in an order's document."""
    return f"outbox.shop.{endpoint_id}"


def waiting_for(endpoint_id: EndpointId) -> Document:
    """The condition of an order that has something for an endpoint. It names the field that its index is over: MongoDB
    uses no index whose first field a query leaves out."""
    cursor = cursor_of(endpoint_id)
    return {f"{cursor}.due": True, f"{cursor}.notBefore": {"$exists": True}}


def _of(pending: PendingDeliveries) -> Document:
    return {"_id": pending.order.id, "schemaVersion": UNDERSTOOD}


def _kept(cursor: str, outcome: DeliveryOutcome | None) -> Document:
    """An update that keeps an outcome; the next event begins with no failures."""
    update: Document = {
        "$set": {f"{cursor}.attempts": 0},
        "$unset": {f"{cursor}.failingSince": "", f"{cursor}.reason": ""},
    }
    if outcome is not None:
        update["$push"] = {f"{cursor}.log": {"$each": [outcome_document(outcome)], "$slice": -_KEPT_OUTCOMES}}
        if outcome.reason is not None:
            update["$inc"] = {SET_ASIDE: 1}
    return update


def _pending(endpoint_id: EndpointId, document: Document) -> PendingDeliveries:
    cursor = cursor_from_document(document["outbox"]["shop"][endpoint_id])
    entries = [entry_from_document(entry) for entry in document["history"]]
    return PendingDeliveries(
        endpoint_id=endpoint_id,
        order=from_document(document),
        again=tuple(entry for entry in entries if entry.seq in cursor.again),
        entries=tuple(entries[cursor.next - 1 :]),
        attempts=cursor.attempts,
        failing_since=cursor.failing_since,
    )
