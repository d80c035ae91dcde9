"""Reading the orders in the order in which they last changed, so that no change is ever missed.

MongoDB stamps each change by its own clock as it is written (`CHANGED_NOW`), so a writer that stalls before its write
is no risk. What remains is the moment between the stamp and the write's being visible, and clocks of two primaries
that differ: a change can appear behind one that was read. So a cursor's fixed part stays half a minute behind, and the
orders returned beyond it are named in the cursor: each is skipped once, and any other one there is returned.
"""

import binascii
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from adapters.mongodb.documents.order import from_document
from adapters.mongodb.driver.connection import Database, Document
from adapters.mongodb.driver.cursors import EPOCH, LAST_SECOND, milliseconds_of
from adapters.mongodb.driver.failures import answered
from adapters.mongodb.driver.reads import find
from adapters.mongodb.stores.orders import WITHOUT_HISTORY
from application.ports.storage.order_changes import ChangedOrders

SETTLED_AFTER = timedelta(seconds=30)
"""From a change's stamp until no earlier one can appear any more; a write of ours is given up long before."""

_MOST_NAMED = 150
"""Orders that a cursor names, so that it fits into a URL; a reader ahead by so many waits until they are settled."""

_MARK_LENGTH = 8
"""Characters of 6 bits: no two of so few orders share them by chance."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Cursor:
    """`at` and `order_id` are the last order of the fixed part; `marks` name those returned beyond it."""

    at: datetime = EPOCH
    order_id: str = ""
    marks: tuple[str, ...] = ()

    def spelt(self) -> str:
        text = f"{milliseconds_of(self.at)}:{self.order_id}:{''.join(self.marks)}"
        return urlsafe_b64encode(text.encode()).decode().rstrip("=")


class MongoOrderChanges:
    """Keeps the port `OrderChanges`."""

    def __init__(self, database: Database) -> None:
        self._orders = database["orders"]

    async def after(self, cursor: str | None, *, limit: int, now: datetime) -> ChangedOrders:
        place = _Cursor() if cursor is None else _parsed(cursor)
        newer = {
            "changedAt": {"$gte": place.at},
            "$or": [{"changedAt": {"$gt": place.at}}, {"_id": {"$gt": place.order_id}}],
        }
        most = limit + len(place.marks)
        found = find(self._orders, newer, WITHOUT_HISTORY).sort([("changedAt", 1), ("_id", 1)]).limit(most)
        documents = await answered(found.to_list(most))
        fresh, behind = _sifted(documents, place, limit, now - SETTLED_AFTER)
        orders = tuple(from_document(document) for document in fresh)
        return ChangedOrders(orders=orders, cursor=behind.spelt() if orders or cursor is None else cursor)


def _sifted(
    documents: list[Document], place: _Cursor, limit: int, settled_before: datetime
) -> tuple[list[Document], _Cursor]:
    """The documents that were not returned before, and the cursor behind them and those that were."""
    at, order_id = place.at, place.order_id
    fresh: list[Document] = []
    named: list[str] = []
    unmet = list(place.marks)
    for document in documents:
        mark = _mark(document)
        if mark in unmet:
            unmet.remove(mark)
        elif len(fresh) < limit and len(named) + len(unmet) < _MOST_NAMED:
            fresh.append(document)
        else:
            break
        if not named and document["changedAt"] <= settled_before:
            at, order_id = document["changedAt"], document["_id"]
        else:
            named.append(mark)
    else:
        # All that there is was read: an order named before and not met has changed again, and was met as it is now.
        unmet = [] if len(documents) < limit + len(place.marks) else unmet
    return fresh, _Cursor(at=at, order_id=order_id, marks=(*named, *unmet))


def _mark(document: Document) -> str:
    named = f"{document['_id']}:{milliseconds_of(document['changedAt'])}"
    return urlsafe_b64encode(sha256(named.encode()).digest()).decode()[:_MARK_LENGTH]


def _parsed(cursor: str) -> _Cursor:
    try:
        text = urlsafe_b64decode(cursor.encode("ascii") + b"=" * (-len(cursor) % 4)).decode()
        milliseconds, order_id, marks = text.split(":")
    except (binascii.Error, ValueError) as fault:
        raise ValueError("malformed cursor") from fault
    is_number = milliseconds.isascii() and milliseconds.isdigit() and len(milliseconds) <= 15
    if not is_number or int(milliseconds) > LAST_SECOND * 1000 or len(marks) % _MARK_LENGTH:
        raise ValueError("malformed cursor")
    return _Cursor(
        at=EPOCH + timedelta(milliseconds=int(milliseconds)),
        order_id=order_id,
        marks=tuple(marks[start : start + _MARK_LENGTH] for start in range(0, len(marks), _MARK_LENGTH)),
    )
