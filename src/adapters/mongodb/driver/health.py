"""Checks whether the primary answers, past all other work of this process."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

import pymongo

from adapters.mongodb.driver.connection import Database
from adapters.mongodb.driver.failures import answered

_TIMEOUT = 1.5
"""Seconds: less than a load balancer waits for a health check."""


class MongoHealth:
    """Reads one document on a thread and a connection of its own, so that it never waits behind stuck calls.

    Calls that come while one is under way share its result.
    """

    def __init__(self, database: Database) -> None:
        self._marks = database.delegate["marks"]
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="mongodb-health")
        self._under_way: asyncio.Future[None] | None = None

    async def __call__(self) -> None:
        """Raises `StoreUnavailable` or `StoreRefused` unless the primary answers."""
        if self._under_way is None or self._under_way.done():
            self._under_way = asyncio.get_running_loop().run_in_executor(self._thread, self._read)
            # Its callers may have left before it fails.
            self._under_way.add_done_callback(lambda read: read.cancelled() or read.exception())
        await answered(asyncio.shield(self._under_way), within=_TIMEOUT)

    def _read(self) -> None:
        with pymongo.timeout(_TIMEOUT):
            self._marks.find_one({"_id": "health"}, {"_id": 1})
