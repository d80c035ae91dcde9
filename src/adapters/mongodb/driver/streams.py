"""Reads any number of documents, a page at a time.

Each page is a query of its own that continues behind the last document. So no cursor on the server has to outlive a
failover, and none adds up the time of its pages until the server ends it.
"""

from collections.abc import AsyncIterator

from adapters.mongodb.driver.connection import Collection, Document
from adapters.mongodb.driver.failures import answered
from adapters.mongodb.driver.reads import find

PAGE = 100


async def by_id(collection: Collection, projection: Document) -> AsyncIterator[Document]:
    """Yields every document of a collection in the order of its ids."""
    behind: Document = {}
    while page := await _page(collection, behind, projection, "_id"):
        for document in page:
            yield document
        behind = {"_id": {"$gt": page[-1]["_id"]}}


async def by_field(collection: Collection, field: str, after: object, projection: Document) -> AsyncIterator[Document]:
    """Yields every document whose `field` is later than `after`, in the order of an index over `field` and `_id`.

    Documents of one value are paged by their ids alone, so that any number of them costs no more than their pages.
    """
    while first := await _page(collection, {field: {"$gt": after}}, {field: 1}, field, 1):
        after = first[0][field]
        same: Document = {field: after}
        while page := await _page(collection, same, projection, "_id"):
            for document in page:
                yield document
            same = {field: after, "_id": {"$gt": page[-1]["_id"]}}


async def _page(
    collection: Collection, wanted: Document, projection: Document, order: str, limit: int = PAGE
) -> list[Document]:
    return await answered(find(collection, wanted, projection).sort(order, 1).limit(limit).to_list(limit))
