"""The API under test."""

import logging
from collections.abc import AsyncIterator, Iterator

import pytest
import structlog

from tests.http.till import Till, running


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "fuzz: makes requests up; `make fuzz` runs these with far more of them")


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    """Drops log lines below critical for one test: thousands of requests are made, and logs have tests of their own."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    yield
    structlog.reset_defaults()


@pytest.fixture
async def till() -> AsyncIterator[Till]:
    async with running() as till:
        yield till
