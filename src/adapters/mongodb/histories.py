"""Reading the orders' histories, which are their audit trail."""

from collections.abc import AsyncIterator

from adapters.mongodb.connection import Database, Document
from adapters.mongodb.documents.history import entry_from_document, head_from_document
from adapters.mongodb.failures import answered
from adapters.mongodb.streams import streamed
from domain.history import Entry, Head
from domain.identifiers import OrderId


class MongoHistories:
    """Keeps the port `Histories`."""

    def __init__(self, database: Database) -> None:
        self._orders = database["orders"]

    async def entries(self, order_id: OrderId) -> tuple[Entry, ...] | None:
        document = await answered(self._orders.find_one({"_id": order_id}, {"history": 1}))
        return _entries(document) if document else None

    async def all(self) -> AsyncIterator[tuple[OrderId, Head, tuple[Entry, ...]]]:
        async for document in streamed(self._orders.find({}, {"history": 1, "head": 1})):
            yield OrderId(document["_id"]), head_from_document(document["head"]), _entries(document)


def _entries(document: Document) -> tuple[Entry, ...]:
    return tuple(entry_from_document(entry) for entry in document["history"])
