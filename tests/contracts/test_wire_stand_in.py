"""The benchmarks' stand-in of MongoDB answers what Till asks as MongoDB would."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import pytest
import pytest_asyncio
from hypothesis import given
from hypothesis import strategies as st

from adapters.mongodb.driver.connection import connect, disconnect, open_database
from adapters.mongodb.schema.migrate import migrate
from benchmarks.scene import Database, scene
from benchmarks.wire.collection import Collection
from benchmarks.wire.matching import matches
from benchmarks.wire.updates import changed
from benchmarks.wire.values import Document
from tests.contracts.stores.calls import every_kind_of_call
from tests.contracts.stores.mongodb import mongo_stores
from tests.contracts.stores.open_cases_suite import OpenCasesSuite
from tests.contracts.stores.order_search_suite import OrderSearchSuite
from tests.contracts.stores.outbox_suite import OutboxSuite
from tests.contracts.stores.shop_outbox_suite import ShopOutboxSuite
from tests.contracts.stores.stores import Stores

AGES = st.sampled_from([None, 1, 2, 3, [], [1, 3], "old"])
CONDITIONS = st.one_of(
    st.sampled_from([None, 1, 2, [1, 3], {"$in": [1, None]}, {"$ne": 1}, {"$exists": False}]),
    st.fixed_dictionaries({}, optional={"$gte": st.integers(0, 3), "$lt": st.integers(1, 4)}).filter(bool),
)


@pytest.fixture(scope="module")
def uri() -> Iterator[str]:
    with scene(Database.STAND_IN, None) as opened:
        yield opened.mongodb_uri


@pytest_asyncio.fixture
async def stores(uri: str, mongodb_database: str) -> AsyncIterator[Stores]:
    client = connect(uri)
    database = open_database(client, mongodb_database)
    await migrate(database)
    yield mongo_stores(database)
    await disconnect(client)


class TestSearch(OrderSearchSuite):
    """As over MongoDB."""


class TestOpenCases(OpenCasesSuite):
    """As over MongoDB."""


class TestOutbox(OutboxSuite):
    """As over MongoDB."""


class TestShopOutbox(ShopOutboxSuite):
    """As over MongoDB."""


async def test_it_knows_all_that_till_asks(stores: Stores) -> None:
    await every_kind_of_call(stores)


@given(st.lists(AGES, max_size=8), CONDITIONS, st.sampled_from([{}, {"age": 1}, {"age": -1, "_id": -1}]))
def test_an_index_changes_nothing_but_the_time(ages: list[object], condition: object, order: dict[str, int]) -> None:
    documents: list[Document] = [{"_id": str(at), "age": age} for at, age in enumerate(ages)]
    plain, indexed = Collection(), Collection()
    indexed.create_index({"name": "age", "key": {"age": 1}})
    for document in documents:
        plain.insert(document)
        indexed.insert(document)
    query = {"age": condition}
    wanted = [document for document in documents if matches(document, query)]
    assert sorted(each["_id"] for each in indexed.find(query, order)) == [each["_id"] for each in wanted]
    keyed = {"age": 1, "_id": 1} if not order else {**order, "_id": next(iter(order.values()))}
    if not any(isinstance(age, list) for age in ages):
        assert indexed.find(query, keyed) == plain.find(query, keyed)


def test_an_operator_that_is_not_known_is_refused_and_not_passed_over() -> None:
    with pytest.raises(ValueError, match=r"\$regex"):
        matches({"name": "Ada"}, {"name": {"$regex": "A"}})
    with pytest.raises(ValueError, match=r"\$rename"):
        changed({"_id": 1}, {"$rename": {"a": "b"}})


def test_a_benchmark_says_what_it_measured_against() -> None:
    with scene(Database.STAND_IN, None) as opened:
        assert opened.database == "a stand-in of MongoDB in memory"
        middle, last = opened.answers_within()
    assert 0 < middle <= last
