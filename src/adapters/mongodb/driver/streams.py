"""Reads any number of documents, a page at a time.

Each page is a query of its own that continues behind the last document. So no cursor on the server has to outlive a
failover, and none adds up the time of its pages until the server ends it.
"""

from collections.abc import AsyncIterator, Sequence

from adapters.mongodb.driver.connection import Collection, Document
from adapters.mongodb.driver.failures import answered
from adapters.mongodb.driver.reads import find

PAGE = 100


async def by_id(collection: Collection, projection: Document) -> AsyncIterator[Document]:
    """Yields every document of a collection in the order of its ids."""
    behind: Document = {}
    while page := await _page(collection, behind, projection, ("_id",)):
        for document in page:
            yield document
        behind = {"_id": {"$gt": page[-1]["_id"]}}


async def by_field(
    collection: Collection, field: str, after: object, projection: Document, also: Document | None = None
) -> AsyncIterator[Document]:
    """Yields every document whose `field` is later than `after`, in the order of an index over `field` and `_id`."""
    async for page in pages_by_field(collection, field, after, projection, also):
        for document in page:
            yield document


async def pages_by_field(
    collection: Collection,
    field: str,
    after: object,
    projection: Document,
    also: Document | None = None,
    *,
    behind: Document | None = None,
) -> AsyncIterator[list[Document]]:
    """As `by_field`, in pages, and behind the document with the `field` and `_id` of `behind` where it is given.

    Behind a page, the rest of its last value is read by ids alone, so that any number of documents may share a value.
    """
    wanted, last = also or {}, behind
    while True:
        while last and (rest := await _page(collection, _same(wanted, field, last), projection, ("_id",))):
            yield rest
            last = rest[-1]
        later = {**wanted, field: {"$gt": last[field] if last else after}}
        page = await _page(collection, later, projection, (field, "_id"))
        if not page:
            return
        yield page
        last = page[-1]


def _same(wanted: Document, field: str, last: Document) -> Document:
    return {**wanted, field: last[field], "_id": {"$gt": last["_id"]}}


async def _page(collection: Collection, wanted: Document, projection: Document, order: Sequence[str]) -> list[Document]:
    cursor = find(collection, wanted, projection).sort([(field, 1) for field in order])
    return await answered(cursor.limit(PAGE).to_list(PAGE))
