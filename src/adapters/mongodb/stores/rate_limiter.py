"""Counts requests in MongoDB, so that any number of processes keep one limit together."""

import asyncio
import hashlib
import math
from datetime import timedelta
from typing import Any, Final

from pymongo import ReturnDocument, WriteConcern

from adapters.mongodb.driver.connection import Database
from adapters.mongodb.driver.failures import AlreadyStored, answered
from application.ports.edge.rate_limiter import LimiterUnreachable, RateLimitDecision
from application.ports.storage.failures import StoreUnavailable
from application.ports.system.clock import Clock

_TIMEOUT: Final = 0.9
"""Seconds; a request that waits longer for its count had better be served."""

_REST: Final = 5.0
"""Seconds for which nobody asks after a failure, or every request would wait for a database that is away."""

_QUICK: Final = WriteConcern(w=1, j=False)
"""A count that a crash loses costs nothing, so none is waited for."""


class MongoRateLimiter:
    """Keeps the port `RateLimiter`: `count` calls in each window of `seconds`, which begins with its first call.

    One document a caller, `{_id, count, expireAt}`; the TTL index forgets it. A counter is made by an insert and raised
    by an update without upsert: an upsert that loses a race is answered differently by different servers.
    """

    def __init__(self, database: Database, clock: Clock, *, count: int, seconds: int) -> None:
        self._counters = database.get_collection("rate_limits", write_concern=_QUICK)
        self._clock = clock
        self._count = count
        self._window = timedelta(seconds=seconds)
        self._resting_until = 0.0

    async def hit(self, caller: str) -> RateLimitDecision:
        if asyncio.get_running_loop().time() < self._resting_until:
            raise LimiterUnreachable
        # Callers are people or their addresses; the database need not know which.
        key = hashlib.sha256(caller.encode()).hexdigest()
        try:
            counter = await self._raised(key) or await self._made(key) or await self._raised(key)
        except StoreUnavailable as fault:
            self._resting_until = asyncio.get_running_loop().time() + _REST
            raise LimiterUnreachable from fault
        if counter is None or counter["count"] <= self._count:
            return RateLimitDecision(allowed=True)
        left = (counter["expireAt"] - self._clock.now()).total_seconds()
        return RateLimitDecision(allowed=False, retry_after=max(1, math.ceil(left)))

    async def _raised(self, key: str) -> dict[str, Any] | None:
        now = self._clock.now()
        over = {"$lte": ["$expireAt", now]}
        following = {
            "count": {"$cond": [over, 1, {"$add": ["$count", 1]}]},
            "expireAt": {"$cond": [over, now + self._window, "$expireAt"]},
        }
        raising = self._counters.find_one_and_update(
            {"_id": key}, [{"$set": following}], return_document=ReturnDocument.AFTER
        )
        raised: dict[str, Any] | None = await answered(raising, within=_TIMEOUT)
        return raised

    async def _made(self, key: str) -> dict[str, Any] | None:
        counter = {"_id": key, "count": 1, "expireAt": self._clock.now() + self._window}
        try:
            await answered(self._counters.insert_one(counter), within=_TIMEOUT)
        except AlreadyStored:
            return None
        return counter
