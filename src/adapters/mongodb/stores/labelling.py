"""Gives labels to orders that have none: those of an earlier Till, and those that one saved while both serve.

An earlier Till's save replaces `attention` as a whole, so that what it knows nothing of is gone, and not out of date.
"""

from typing import Final

import msgspec

from adapters.mongodb.documents.labels import labels_of
from adapters.mongodb.documents.order import from_document
from adapters.mongodb.driver.connection import Collection, Document
from adapters.mongodb.driver.failures import answered
from adapters.mongodb.driver.reads import find
from adapters.mongodb.stores.orders import UNDERSTOOD, WITHOUT_HISTORY
from adapters.mongodb.stores.waiting_orders import WaitingOrders, literal

_PAGE: Final = 100
_BY_INDEX: Final = [("createdAt", -1), ("_id", -1)]


async def label_orders(orders: Collection, waiting: WaitingOrders, *, limit: int | None = None) -> None:
    """Labels all orders without labels, or about `limit` of them; each then also wakes when it should.

    Stopped amid it, it goes on where it was. Raises `StoreUnavailable` and `StoreRefused`.
    """
    read, behind = 0, Document()
    while limit is None or read < limit:
        wanted = {"attention.labels": None, "schemaVersion": UNDERSTOOD, **behind}
        found = find(orders, wanted, WITHOUT_HISTORY).sort(_BY_INDEX).limit(_PAGE)
        documents = await answered(found.to_list(_PAGE))
        for document in documents:
            await _label(waiting, document)
        if len(documents) < _PAGE:
            return
        read += len(documents)
        last = documents[-1]
        behind = {
            "createdAt": {"$lte": last["createdAt"]},
            "$or": [{"createdAt": {"$lt": last["createdAt"]}}, {"_id": {"$lt": last["_id"]}}],
        }


async def _label(waiting: WaitingOrders, document: Document) -> None:
    set_aside = document["outbox"].get("setAside")
    try:
        labels = labels_of(from_document(document), is_set_aside=bool(set_aside))
    except msgspec.ValidationError:
        # Changed by hand into what is no order: the audit says so, and the others are not to wait for it.
        return
    as_read = {"_id": document["_id"], "version": document["version"], "outbox.setAside": set_aside}
    await waiting.change(as_read, {"attention.labels": literal(labels)})
