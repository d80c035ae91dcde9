"""Sharing the orders that need the worker."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from adapters.mongodb.driver.claims import CROWD, Shuffle, claim_some
from adapters.mongodb.driver.connection import Database, Document
from adapters.mongodb.stores.labelling import label_orders
from adapters.mongodb.stores.orders import UNDERSTOOD
from adapters.mongodb.stores.waiting_orders import ATTENTION, WaitingOrders
from application.ports.shop.webhooks import EndpointId
from domain.identifiers.types import OrderId

LONGEST: Final = timedelta(hours=1)
"""An order that can't be settled is still looked at so often."""

TIDIED_EVERY: Final = timedelta(seconds=30)

_LABELLED_AT_ONCE: Final = 500


class MongoDueOrders:
    """Keeps the port `DueOrders`. A claim leaves the order's version alone: it is no change of the order.

    Now and then a claim also finds the orders that a process of an earlier Till saved meanwhile, without the labels and
    the moment by which this one finds them.
    """

    def __init__(self, database: Database, shuffle: Shuffle, endpoint_ids: Sequence[EndpointId] = ()) -> None:
        self._orders = database["orders"]
        self._waiting = WaitingOrders(database, endpoint_ids)
        self._shuffle = shuffle
        self._tidy_from: datetime | None = None

    async def claim(self, now: datetime, lease: timedelta, limit: int) -> Sequence[OrderId]:
        if self._tidy_from is None or self._tidy_from <= now:
            await label_orders(self._orders, self._waiting, limit=_LABELLED_AT_ONCE)
            await self._waiting.tidy(now)
            self._tidy_from = now + TIDIED_EVERY
        candidates = await self._waiting.due(ATTENTION, now, limit * CROWD, {"attention": 1})
        claimed = await claim_some(
            candidates, limit, self._shuffle, lambda candidate: self._claim(candidate, now, lease)
        )
        return [OrderId(document["_id"]) for document in claimed]

    async def _claim(self, candidate: Document, now: datetime, lease: timedelta) -> bool:
        as_read = candidate["attention"]
        until = now + min(lease * 2 ** min(as_read["tries"], 20), LONGEST)
        unchanged = {
            "_id": candidate["_id"],
            "attention.due": True,
            "attention.at": as_read["at"],
            "attention.tries": as_read["tries"],
            "schemaVersion": UNDERSTOOD,
        }
        return await self._waiting.change(unchanged, {"attention.at": until, "attention.tries": as_read["tries"] + 1})
