"""The limiter in MongoDB keeps the port's promises, over several processes and while the database is away."""

import asyncio
import time
from collections.abc import AsyncIterator

import pytest

from adapters.in_memory.system.clock import VirtualClock
from adapters.mongodb.driver.connection import Database, connect, disconnect, open_database
from adapters.mongodb.schema.migrate import migrate
from adapters.mongodb.stores.rate_limiter import MongoRateLimiter
from application.ports.edge.rate_limiter import LimiterUnreachable
from tests.contracts.rate_limiter_suite import COUNT, NOON, SECONDS, RateLimiterContract


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

        verdicts = await asyncio.gather(*(one.hit("subject:ada") for one in (limiter, other) for _ in range(COUNT)))

        assert sum(verdict.allowed for verdict in verdicts) == COUNT

    async def test_a_new_window_begins_when_the_last_is_over(self, database: Database) -> None:
        clock = VirtualClock(NOON)
        limiter = MongoRateLimiter(database, clock, count=1, seconds=60)
        assert (await limiter.hit("subject:ada")).allowed
        clock.advance(59)
        refused = await limiter.hit("subject:ada")
        assert (refused.allowed, refused.retry_after) == (False, 1)

        clock.advance(1)

        assert (await limiter.hit("subject:ada")).allowed

    async def test_no_caller_is_stored_by_name(self, limiter: MongoRateLimiter, database: Database) -> None:
        await limiter.hit("subject:ada@shop.example")

        assert "ada" not in str(await database["rate_limits"].find_one({}))

    async def test_a_database_that_is_away_is_told_of_at_once_the_second_time(self) -> None:
        client = connect("mongodb://127.0.0.1:1", silence=0.2)
        away = MongoRateLimiter(open_database(client, "nowhere"), VirtualClock(NOON), count=COUNT, seconds=SECONDS)
        with pytest.raises(LimiterUnreachable):
            await away.hit("subject:ada")

        asked_at = time.monotonic()
        with pytest.raises(LimiterUnreachable):
            await away.hit("subject:ada")
        assert time.monotonic() - asked_at < 0.1
        await disconnect(client)
