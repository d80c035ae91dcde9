"""Reads results of any length, a batch at a time."""

from collections.abc import AsyncIterator

from motor.motor_asyncio import AsyncIOMotorCursor

from adapters.mongodb.driver.connection import Document
from adapters.mongodb.driver.failures import answered

BATCH = 100
"""Few enough to act on before the server forgets an idle cursor (10 minutes)."""


async def streamed(cursor: AsyncIOMotorCursor[Document]) -> AsyncIterator[Document]:
    """Every document of a cursor; each batch must come in time."""
    cursor.batch_size(BATCH)
    while batch := await answered(cursor.to_list(BATCH)):
        for document in batch:
            yield document
