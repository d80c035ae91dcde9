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
from benchmarks.wire.collection import Collection, NotWritten
from benchmarks.wire.commands import Databases
from benchmarks.wire.indexes import plan_of
from benchmarks.wire.matching import matches
from benchmarks.wire.updates import changed
from benchmarks.wire.validators import meets
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


@given(AGES, st.sampled_from(["$gt", "$gte", "$lt", "$lte"]), st.integers(0, 4))
def test_an_index_is_read_no_further_than_a_bound(age: object, operator: str, bound: int) -> None:
    collection = Collection()
    collection.create_index({"name": "age", "key": {"age": 1}})
    collection.insert({"_id": "a", "age": age})
    (plan,) = (plan_of(index, {"age": {operator: bound}}) for index in collection.indexes.values())
    assert plan is not None
    ((low, high),) = plan.ranges
    read = [entry for entry in collection.indexes["age"].entries if low <= entry <= high]
    assert bool(read) is matches({"age": age}, {"age": {operator: bound}})


def test_a_write_that_is_sent_again_is_answered_and_not_done_again() -> None:
    databases = Databases("127.0.0.1:27017")
    more = {"update": "orders", "updates": [{"q": {"_id": 1}, "u": {"$inc": {"total": 1299}}, "upsert": True}]}
    for number in (1, 1, 2):
        answer = databases.answered({**more, "$db": "till", "lsid": {"id": b"session"}, "txnNumber": number})
        assert answer["n"] == 1
    assert databases.collection({"find": "orders", "$db": "till"}).documents == {1: {"_id": 1, "total": 2598}}


@pytest.mark.parametrize(
    ("value", "is_met"),
    [(1299, True), (-1, False), (12.99, False), (True, False), ("1299", False), (None, False), (2**40, True)],
)
def test_a_schema_is_met_by_the_kinds_that_it_names(value: object, is_met: bool) -> None:
    total = {"bsonType": ["int", "long"], "minimum": 0}
    schema = {"bsonType": "object", "required": ["total"], "properties": {"total": total}}
    assert meets({"total": value}, schema) is is_met
    assert not meets({}, schema)


def test_what_broke_the_rules_before_can_be_changed_and_nothing_new_breaks_them() -> None:
    collection = Collection()
    collection.insert({"_id": 7})
    collection.options = {"validator": {"$jsonSchema": {"properties": {"_id": {"bsonType": "string"}}}}}
    collection.replace({"_id": 7}, {"_id": 7, "name": "Ada"})
    with pytest.raises(NotWritten, match="validation"):
        collection.insert({"_id": 8})
    collection.insert({"_id": 9}, checked=False)
    assert list(collection.documents) == [7, 9]


def test_an_operator_that_is_not_known_is_refused_and_not_passed_over() -> None:
    with pytest.raises(ValueError, match=r"\$regex"):
        matches({"name": "Ada"}, {"name": {"$regex": "A"}})
    with pytest.raises(ValueError, match=r"\$rename"):
        changed({"_id": 1}, {"$rename": {"a": "b"}})
    with pytest.raises(ValueError, match="maxLength"):
        meets("Ada", {"maxLength": 3})


def test_a_benchmark_says_what_it_measured_against() -> None:
    with scene(Database.STAND_IN, None) as opened:
        assert opened.database == "a stand-in of MongoDB in memory"
        middle, last = opened.answers_within()
    assert 0 < middle <= last
