"""What every test may ask for: a database of its own, on one server for the whole run."""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import count

import pytest
from hypothesis import settings
from pymongo import MongoClient

from tests.mongodb_server import running_mongodb

settings.register_profile("till", derandomize=True, deadline=None, database=None, print_blob=True)
# For `make fuzz`: other examples at each run, and far more of them.
settings.register_profile("fuzz", derandomize=False, deadline=None, max_examples=2_000, print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "till"))

_databases = count(1)


@pytest.fixture(scope="session")
def mongodb_uri() -> Iterator[str]:
    """A MongoDB for the run: the one that TILL_TEST_MONGODB names, else a throwaway SecantusDB."""
    if given := os.environ.get("TILL_TEST_MONGODB"):
        yield given
        return
    with running_mongodb() as uri:
        yield uri


@pytest.fixture
def mongodb_database(mongodb_uri: str) -> Iterator[str]:
    """The name of a database that is this test's alone; it is dropped afterwards."""
    name = f"till_test_{os.getpid()}_{next(_databases)}"
    yield name
    with MongoClient[dict[str, object]](mongodb_uri) as client:
        client.drop_database(name)
