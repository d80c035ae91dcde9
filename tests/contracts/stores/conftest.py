"""A migrated database for each test that asks for one."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest_asyncio

from adapters.mongodb.driver.connection import Database, connect, disconnect, open_database
from adapters.mongodb.schema.migrate import migrate
from tests.contracts.stores.stores import ENDPOINTS


@pytest_asyncio.fixture
async def database(mongodb_uri: str, mongodb_database: str) -> AsyncIterator[Database]:
    """An empty database, as `till migrate` leaves it."""
    client = connect(mongodb_uri)
    opened = open_database(client, mongodb_database)
    await migrate(opened, [endpoint.id for endpoint in ENDPOINTS])
    yield opened
    await disconnect(client)
