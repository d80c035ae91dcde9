"""Sharing the orders that need the worker."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from adapters.mongodb.driver.claims import DueQueue, Shuffle, claim_some
from adapters.mongodb.driver.connection import Database, Document
from adapters.mongodb.stores.orders import UNDERSTOOD
from domain.identifiers.types import OrderId

LONGEST = timedelta(hours=1)
"""An order that can't be settled is still looked at so often."""


class MongoDueOrders:
    """Keeps the port `DueOrders`. A claim leaves the order's version alone: it is no change of the order."""

    def __init__(self, database: Database, shuffle: Shuffle) -> None:
        self._queue = DueQueue(
            collection=database["orders"],
            due={"attention.due": True, "schemaVersion": UNDERSTOOD},
            at="attention.at",
            as_read=("attention.tries",),
        )
        self._shuffle = shuffle

    async def claim(self, now: datetime, lease: timedelta, limit: int) -> Sequence[OrderId]:
        candidates = await self._queue.candidates(now, limit, {"attention": 1})
        claimed = await claim_some(
            candidates, limit, self._shuffle, lambda candidate: self._claim(candidate, now, lease)
        )
        return [OrderId(document["_id"]) for document in claimed]

    async def _claim(self, candidate: Document, now: datetime, lease: timedelta) -> bool:
        until = now + min(lease * 2 ** min(candidate["attention"]["tries"], 20), LONGEST)
        return await self._queue.claim(candidate, until, {"$inc": {"attention.tries": 1}})
