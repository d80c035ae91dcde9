"""Sharing the orders that need the worker."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from adapters.mongodb.driver.claims import CROWD, Shuffle
from adapters.mongodb.driver.connection import Database, Document
from adapters.mongodb.driver.failures import answered
from adapters.mongodb.stores.orders import UNDERSTOOD
from domain.identifiers.types import OrderId

LONGEST = timedelta(hours=1)
"""An order that can't be settled is still looked at so often."""


class MongoDueOrders:
    """Keeps the port `DueOrders`. A claim leaves the order's version alone: it is no change of the order."""

    def __init__(self, database: Database, shuffle: Shuffle) -> None:
        self._orders = database["orders"]
        self._shuffle = shuffle

    async def claim(self, now: datetime, lease: timedelta, limit: int) -> Sequence[OrderId]:
        due = self._orders.find(
            {"attention.due": True, "attention.at": {"$lte": now}, "schemaVersion": UNDERSTOOD}, {"attention": 1}
        )
        candidates = await answered(due.sort("attention.at", 1).limit(limit * CROWD).to_list(limit * CROWD))
        self._shuffle(candidates)
        claimed: list[OrderId] = []
        for candidate in candidates:
            if len(claimed) == limit:
                break
            if await self._taken(candidate, now, lease):
                claimed.append(OrderId(candidate["_id"]))
        return claimed

    async def _taken(self, candidate: Document, now: datetime, lease: timedelta) -> bool:
        seen = candidate["attention"]
        until = now + min(lease * 2 ** min(seen["tries"], 20), LONGEST)
        written = await answered(
            self._orders.update_one(
                {
                    "_id": candidate["_id"],
                    "attention.due": True,
                    "attention.at": seen["at"],
                    "attention.tries": seen["tries"],
                    "schemaVersion": UNDERSTOOD,
                },
                {"$set": {"attention.at": until}, "$inc": {"attention.tries": 1}},
            )
        )
        return bool(written.modified_count)
