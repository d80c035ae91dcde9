"""The API under test."""

from collections.abc import AsyncIterator

import pytest

from tests.http.till import Till, running


@pytest.fixture
async def till() -> AsyncIterator[Till]:
    async with running() as till:
        yield till
