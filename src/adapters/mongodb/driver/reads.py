"""Every read, with its limit on the server: a query whose caller has left does not run on."""

from collections.abc import Sequence
from typing import Final

from motor.motor_asyncio import AsyncIOMotorCursor

from adapters.mongodb.driver.connection import Collection, Document
from adapters.mongodb.driver.failures import answered

MAX_TIME_MS: Final = 3_500
"""Longer than any query of ours, and shorter than the silence after which the connection is given up: the server's own
answer leaves the connection usable."""


async def find_one(
    collection: Collection,
    wanted: Document,
    projection: Document | None = None,
    *,
    sort: Sequence[tuple[str, int]] | None = None,
) -> Document | None:
    """Returns one document, or None. Raises as `answered` does."""
    found: Document | None = await answered(collection.find_one(wanted, projection, sort=sort, max_time_ms=MAX_TIME_MS))
    return found


def find(collection: Collection, wanted: Document, projection: Document | None = None) -> AsyncIOMotorCursor[Document]:
    """Returns a cursor, to be sorted, limited and read."""
    return collection.find(wanted, projection, max_time_ms=MAX_TIME_MS)


async def aggregate(collection: Collection, pipeline: Sequence[Document], *, hint: str | None = None) -> list[Document]:
    """Returns all results of a pipeline, read by the index named `hint` where one is. Raises as `answered` does."""
    options = {"hint": hint} if hint else {}
    return await answered(collection.aggregate(pipeline, maxTimeMS=MAX_TIME_MS, **options).to_list(None))


async def count(collection: Collection, wanted: Document) -> int:
    """Returns the number of documents. Raises as `answered` does."""
    return await answered(collection.count_documents(wanted, maxTimeMS=MAX_TIME_MS))
