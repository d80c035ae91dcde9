"""The keys in MongoDB keep the port's promises, and say so when the database is away."""

from collections.abc import AsyncIterator

import pytest

from adapters.mongodb.driver.connection import connect, disconnect, open_database
from adapters.mongodb.schema.migrate import migrate
from adapters.mongodb.stores.idempotency_keys import MongoIdempotencyKeys
from application.ports.edge.idempotency_keys import LEASE, Completed
from application.ports.storage.failures import StoreUnavailable
from tests.contracts.idempotency_keys_suite import NOON, IdempotencyKeysContract


class TestMongoIdempotencyKeys(IdempotencyKeysContract):
    @pytest.fixture
    async def keys(self, mongodb_uri: str, mongodb_database: str) -> AsyncIterator[MongoIdempotencyKeys]:
        client = connect(mongodb_uri)
        database = open_database(client, mongodb_database)
        await migrate(database)
        yield MongoIdempotencyKeys(database)
        await disconnect(client)

    async def test_an_answer_that_comes_between_a_takeovers_read_and_its_write_stays(
        self, keys: MongoIdempotencyKeys
    ) -> None:
        await keys.claim("scope", "body", NOON)
        read = {"_id": "scope", "turn": 1, "leaseUntil": NOON + LEASE}
        await keys.complete("scope", 1, 201, "{}", NOON)

        assert not await keys._taken_over(read, "body", NOON + LEASE)
        assert await keys.claim("scope", "body", NOON + LEASE) == Completed(status=201, body="{}")

    async def test_a_database_that_is_away_is_reported(self) -> None:
        client = connect("mongodb://127.0.0.1:1", timeout=0.2)
        keys = MongoIdempotencyKeys(open_database(client, "nowhere"))

        with pytest.raises(StoreUnavailable):
            await keys.claim("scope", "body", NOON)
        await disconnect(client)
