"""A migrated database for each test that asks for one."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from adapters.mongodb.driver.connection import Database, connect, disconnect, open_database
from adapters.mongodb.schema.migrate import migrate
from tests.contracts.stores.stores import ENDPOINTS
from tests.contracts.stores.trail import Trail
from tests.mongodb_commands import CountedCommands
from tests.unit.entrypoints.settings.test_settings import TEST_ENVIRON


@pytest_asyncio.fixture
async def database(mongodb_uri: str, mongodb_database: str) -> AsyncIterator[Database]:
    """An empty database, as `till migrate` leaves it."""
    client = connect(mongodb_uri)
    opened = open_database(client, mongodb_database)
    await migrate(opened, [endpoint.id for endpoint in ENDPOINTS])
    yield opened
    await disconnect(client)


@pytest.fixture
def counted() -> CountedCommands:
    return CountedCommands()


@pytest_asyncio.fixture
async def counted_database(database: Database, mongodb_uri: str, counted: CountedCommands) -> AsyncIterator[Database]:
    """The same database, every command to which is counted."""
    client = connect(mongodb_uri, listeners=[counted])
    yield open_database(client, database.name)
    await disconnect(client)


@pytest.fixture
def trail(mongodb_uri: str, mongodb_database: str, monkeypatch: pytest.MonkeyPatch) -> Trail:
    for name, value in TEST_ENVIRON.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("MONGODB_URI", mongodb_uri)
    monkeypatch.setenv("MONGODB_DATABASE", mongodb_database)
    return Trail(mongodb_uri, mongodb_database)
