"""The limiter in MongoDB keeps the port's promises, over several processes and while the database is away."""

import asyncio
import time
from collections.abc import AsyncIterator

import pytest

from adapters.in_memory.system.clock import VirtualClock
from adapters.mongodb.driver.connection import Database, connect, disconnect, open_database
from adapters.mongodb.schema.migrate import migrate
from adapters.mongodb.stores.rate_limiter import MongoRateLimiter
from application.ports.edge.rate_limiter import Lease, LimiterUnreachable, RateLimiter, lease_size
from entrypoints.http.edge.permits import LeasedPermits
from tests.contracts.rate_limiter_suite import COUNT, NOON, SECONDS, RateLimiterContract


class Counted:
    """A limiter whose round trips are counted."""

    def __init__(self, limiter: RateLimiter) -> None:
        self._limiter = limiter
        self.trips = 0

    async def lease(self, caller: str) -> Lease:
        self.trips += 1
        return await self._limiter.lease(caller)


class TestMongoRateLimiter(RateLimiterContract):
    @pytest.fixture
    async def database(self, mongodb_uri: str, mongodb_database: str) -> AsyncIterator[Database]:
        client = connect(mongodb_uri)
        database = open_database(client, mongodb_database)
        await migrate(database)
        yield database
        await disconnect(client)

    @pytest.fixture
    def limiter(self, database: Database) -> MongoRateLimiter:
        return MongoRateLimiter(database, VirtualClock(NOON), count=COUNT, seconds=SECONDS)

    async def test_several_processes_keep_one_limit(self, limiter: MongoRateLimiter, database: Database) -> None:
        other = MongoRateLimiter(database, VirtualClock(NOON), count=COUNT, seconds=SECONDS)

        leases = await asyncio.gather(*(one.lease("subject:ada") for one in (limiter, other) for _ in range(COUNT)))

        assert sum(lease.permits for lease in leases) == COUNT

    async def test_the_permits_of_several_processes_keep_one_limit_in_few_round_trips(self, database: Database) -> None:
        limiters = [Counted(MongoRateLimiter(database, VirtualClock(NOON), count=100, seconds=60)) for _ in range(3)]
        processes = [LeasedPermits(limiter) for limiter in limiters]

        waits = await asyncio.gather(*(process.take("subject:ada") for process in processes for _ in range(70)))

        allowed = waits.count(0)
        assert 100 - 2 * (lease_size(100) - 1) <= allowed <= 100
        assert sum(limiter.trips for limiter in limiters) <= 100 / lease_size(100) + 1 + len(processes)

    async def test_a_new_window_begins_when_the_last_is_over(self, database: Database) -> None:
        clock = VirtualClock(NOON)
        limiter = MongoRateLimiter(database, clock, count=1, seconds=60)
        assert await limiter.lease("subject:ada") == Lease(permits=1, seconds=60)
        clock.advance(59)
        assert await limiter.lease("subject:ada") == Lease(permits=0, seconds=1)

        clock.advance(1)

        assert await limiter.lease("subject:ada") == Lease(permits=1, seconds=60)

    async def test_no_caller_is_stored_by_name(self, limiter: MongoRateLimiter, database: Database) -> None:
        await limiter.lease("subject:ada@shop.example")

        assert "ada" not in str(await database["rate_limits"].find_one({}))

    async def test_a_database_that_is_away_is_reported_at_once_the_second_time(self) -> None:
        client = connect("mongodb://127.0.0.1:1", timeout=0.2)
        away = MongoRateLimiter(open_database(client, "nowhere"), VirtualClock(NOON), count=COUNT, seconds=SECONDS)
        with pytest.raises(LimiterUnreachable):
            await away.lease("subject:ada")

        asked_at = time.monotonic()
        with pytest.raises(LimiterUnreachable):
            await away.lease("subject:ada")
        assert time.monotonic() - asked_at < 0.1
        await disconnect(client)
