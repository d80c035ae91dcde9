"""Counts requests in MongoDB, so that any number of processes keep one limit together."""

import asyncio
import hashlib
from datetime import timedelta
from typing import Any, Final

import pymongo
from pymongo import ReturnDocument, WriteConcern

from adapters.mongodb.driver.connection import Database
from adapters.mongodb.driver.failures import AlreadyStored, answered
from application.ports.edge.rate_limiter import Lease, LimiterUnreachable, lease_size
from application.ports.storage.failures import StoreRefused, StoreUnavailable
from application.ports.system.clock import Clock

_TIMEOUT: Final = 0.9
"""Seconds; a request that waits longer for its count had better be served."""

_REST: Final = 5.0
"""Seconds without a call after a failure; otherwise every request would wait for a database that is away."""

_QUICK: Final = WriteConcern(w=1, j=False)
"""A count that a crash loses costs nothing, so none is waited for."""


class MongoRateLimiter:
    """Keeps the port `RateLimiter`: `count` calls in each window of `seconds`, which begins with its first call.

    One document for each caller, `{_id, count, granted, expireAt}`, where `granted` is the size of the last lease; the
    TTL index deletes it. A counter is inserted first and then raised by updates without upsert, because servers differ
    in how they answer an upsert that loses a race.
    """

    def __init__(self, database: Database, clock: Clock, *, count: int, seconds: int) -> None:
        self._counters = database.get_collection("rate_limits", write_concern=_QUICK)
        self._clock = clock
        self._count = count
        self._lease_size = lease_size(count)
        self._window = timedelta(seconds=seconds)
        self._resting_until = 0.0

    async def lease(self, caller: str) -> Lease:
        if asyncio.get_running_loop().time() < self._resting_until:
            raise LimiterUnreachable
        # Callers are people or their addresses; the database need not know which.
        key = hashlib.sha256(caller.encode()).hexdigest()
        try:
            lease = await self._raised(key) or await self._made(key) or await self._raised(key)
        except (StoreUnavailable, StoreRefused) as fault:
            self._resting_until = asyncio.get_running_loop().time() + _REST
            raise LimiterUnreachable from fault
        if lease is None:
            raise LimiterUnreachable
        return lease

    async def _raised(self, key: str) -> Lease | None:
        now = self._clock.now()
        over = {"$lte": ["$expireAt", now]}
        counted = {"$cond": [over, 0, "$count"]}
        raised = {"$min": [self._count, {"$add": [counted, self._lease_size]}]}
        following = {
            "count": raised,
            "granted": {"$subtract": [raised, counted]},
            "expireAt": {"$cond": [over, now + self._window, "$expireAt"]},
        }
        with pymongo.timeout(_TIMEOUT):
            raising = self._counters.find_one_and_update(
                {"_id": key}, [{"$set": following}], return_document=ReturnDocument.AFTER
            )
        counter: dict[str, Any] | None = await answered(raising, within=_TIMEOUT)
        if counter is None:
            return None
        return Lease(permits=max(0, counter["granted"]), seconds=(counter["expireAt"] - now).total_seconds())

    async def _made(self, key: str) -> Lease | None:
        counter = {
            "_id": key,
            "count": self._lease_size,
            "granted": self._lease_size,
            "expireAt": self._clock.now() + self._window,
        }
        with pymongo.timeout(_TIMEOUT):
            inserting = self._counters.insert_one(counter)
        try:
            await answered(inserting, within=_TIMEOUT)
        except AlreadyStored:
            return None
        return Lease(permits=self._lease_size, seconds=self._window.total_seconds())
