"""The sender's side of the cursors that each of the shop's endpoints has over each order's history.

A cursor is `{due, next, attempts, notBefore, failingSince, reason, again, log}` under `outbox.shop.<endpoint>`. A save
of the order makes it, if there is none, and sets `due`; all else is written here. `due` is cleared only on condition
that the history's head is as it was read and nothing is to be sent again, so that nothing recorded meanwhile is lost.
"""

from collections.abc import Sequence
from datetime import datetime

from adapters.mongodb.documents.delivery import cursor_from_document, outcome_document
from adapters.mongodb.documents.history import entry_from_document
from adapters.mongodb.documents.labels import SET_ASIDE as SET_ASIDE_LABEL
from adapters.mongodb.documents.order import from_document
from adapters.mongodb.driver.connection import Database, Document
from adapters.mongodb.driver.reads import find_one
from adapters.mongodb.stores.orders import UNDERSTOOD
from adapters.mongodb.stores.waiting_orders import WaitingOrders, literal, shop_queue, waiting_for
from application.ports.shop.webhooks import EndpointId
from application.ports.storage.shop_outbox import DeliveryOutcome, PendingDeliveries

_KEPT_OUTCOMES = 100
"""Bounds an order's document; more events than any order has."""

SET_ASIDE = "outbox.setAside"
"""How many events of an order were given up, at all endpoints together; a label finds those that have any."""


class MongoShopOutbox:
    """Keeps the port `ShopOutbox`."""

    def __init__(self, database: Database, endpoint_ids: Sequence[EndpointId] = ()) -> None:
        self._orders = database["orders"]
        self._waiting = WaitingOrders(database, endpoint_ids)

    async def pending(self, endpoint_id: EndpointId, now: datetime, limit: int) -> Sequence[PendingDeliveries]:
        documents = await self._waiting.due(shop_queue(endpoint_id), now, limit)
        return [_pending(endpoint_id, document) for document in documents]

    async def settle(self, pending: PendingDeliveries, through: int, outcome: DeliveryOutcome | None) -> bool:
        cursor = cursor_of(pending.endpoint_id)
        # A cursor that stands behind the last entry already is only to be put to rest.
        passed = through if outcome else through + 1
        ours = _of(pending) | {f"{cursor}.next": {"$lte": passed}}
        moved = _kept(cursor, outcome) | {f"{cursor}.next": through + 1}
        if through >= pending.order.head.seq:
            at_rest = ours | {"head.seq": pending.order.head.seq, f"{cursor}.again.0": {"$exists": False}}
            if await self._waiting.change(at_rest, moved | {f"{cursor}.due": False}, _ended(cursor)):
                return True
        return await self._waiting.change(ours, moved, _ended(cursor))

    async def settle_again(self, pending: PendingDeliveries, outcome: DeliveryOutcome) -> bool:
        cursor = cursor_of(pending.endpoint_id)
        kept = _kept(cursor, outcome)
        if not pending.entries:
            head = pending.order.head.seq
            at_rest = _of(pending) | {"head.seq": head, f"{cursor}.next": head + 1, f"{cursor}.again": [outcome.seq]}
            if await self._waiting.change(
                at_rest, kept | {f"{cursor}.due": False, f"{cursor}.again": []}, _ended(cursor)
            ):
                return True
        ours = _of(pending) | {f"{cursor}.again": outcome.seq}
        others = {"$filter": {"input": f"${cursor}.again", "cond": {"$ne": ["$$this", outcome.seq]}}}
        return await self._waiting.change(ours, kept | {f"{cursor}.again": others}, _ended(cursor))

    async def put_off(
        self, pending: PendingDeliveries, seq: int, *, until: datetime, failing_since: datetime, reason: str
    ) -> None:
        cursor = cursor_of(pending.endpoint_id)
        still_there = {"$or": [{f"{cursor}.next": {"$lte": seq}}, {f"{cursor}.again": seq}]}
        waits = {
            f"{cursor}.notBefore": until,
            f"{cursor}.failingSince": failing_since,
            f"{cursor}.reason": literal(reason),
            f"{cursor}.attempts": {"$add": [f"${cursor}.attempts", 1]},
        }
        await self._waiting.change(_of(pending) | still_there, waits)

    async def oldest_failure(self, endpoint_id: EndpointId) -> datetime | None:
        cursor = cursor_of(endpoint_id)
        failing = {**waiting_for(shop_queue(endpoint_id)), f"{cursor}.failingSince": {"$exists": True}}
        oldest = [(f"{cursor}.failingSince", 1)]
        found = await find_one(self._orders, failing, {f"{cursor}.failingSince": 1}, sort=oldest)
        return found["outbox"]["shop"][endpoint_id]["failingSince"] if found else None


def cursor_of(endpoint_id: EndpointId) -> str:
    """The path of an endpoint's cursor in an order's document."""
    return f"outbox.shop.{endpoint_id}"


def _of(pending: PendingDeliveries) -> Document:
    return {"_id": pending.order.id, "schemaVersion": UNDERSTOOD}


def _kept(cursor: str, outcome: DeliveryOutcome | None) -> Document:
    """Changes that keep an outcome; the next event begins with no failures."""
    changes: Document = {f"{cursor}.attempts": 0}
    if outcome is not None:
        log = {"$concatArrays": [{"$ifNull": [f"${cursor}.log", []]}, literal([outcome_document(outcome)])]}
        changes[f"{cursor}.log"] = {"$slice": [log, -_KEPT_OUTCOMES]}
        if outcome.reason is not None:
            changes |= set_aside_by(1)
    return changes


def set_aside_by(number: int) -> Document:
    """Changes of the number of events that are set aside, and of the label that goes with it.

    An order without labels gets none here: labelling it reads the number.
    """
    counted = {"$add": [{"$ifNull": [f"${SET_ASIDE}", 0]}, number]}
    labels, label = "$attention.labels", [SET_ASIDE_LABEL]
    labelled = {"$cond": [{"$gt": [counted, 0]}, {"$setUnion": [labels, label]}, {"$setDifference": [labels, label]}]}
    return {SET_ASIDE: counted, "attention.labels": labelled}


def _ended(cursor: str) -> tuple[str, ...]:
    """What is removed once the sending of an event has ended."""
    return f"{cursor}.failingSince", f"{cursor}.reason"


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
