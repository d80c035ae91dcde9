"""The documents that a database is filled with are those that Till would have written."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
import pytest_asyncio
from pymongo import MongoClient
from pymongo.errors import BulkWriteError

from adapters.mongodb.documents.event import from_document as event_from_document
from adapters.mongodb.documents.history import entry_from_document, head_from_document
from adapters.mongodb.documents.order import from_document
from adapters.mongodb.driver.connection import Database, Document, connect, disconnect, open_database
from adapters.mongodb.schema.migrate import migrate
from adapters.mongodb.stores.orders import MongoOrders
from benchmarks.growth.claims import questions
from benchmarks.growth.documents import event_documents, settled_document, waiting_document
from benchmarks.growth.fill import ENDPOINT, WAITING, Filler
from benchmarks.growth.orders import OLDEST, SHARES, Course, course_of, settled_order, waiting_order
from domain.orders.due import due_at
from domain.orders.history import first_broken

SECRET = b"audit secret of the benchmarks"
NOW = datetime.now(UTC).replace(microsecond=0)
A_HUNDRED = range(300, 400)
ONE_OF_EACH = {course_of(number): number for number in A_HUNDRED}


@pytest_asyncio.fixture
async def database(mongodb_uri: str, mongodb_database: str) -> AsyncIterator[Database]:
    client = connect(mongodb_uri)
    opened = open_database(client, mongodb_database)
    await migrate(opened, [ENDPOINT.id])
    yield opened
    await disconnect(client)


def test_any_hundred_orders_in_a_row_have_every_course_in_its_share() -> None:
    assert Counter(map(course_of, A_HUNDRED)) == SHARES
    assert sum(SHARES.values()) == 100


def test_orders_are_spread_over_the_time_in_which_their_events_are_kept() -> None:
    orders = [settled_order(number, NOW) for number in A_HUNDRED]
    assert len({order.id for order in orders}) == len({order.created_at for order in orders}) == 100
    assert all(NOW - OLDEST <= order.created_at <= order.updated_at < NOW for order in orders)
    assert min(order.created_at for order in orders) < NOW - OLDEST * 0.9


def test_a_settled_order_needs_no_worker_now() -> None:
    ages = [due_at(settled_order(number, NOW)) for number in A_HUNDRED]
    assert all(at is None or at > NOW + timedelta(hours=1) for at in ages)


@pytest.mark.parametrize(("course", "number"), ONE_OF_EACH.items(), ids=str)
def test_tills_own_mapper_reads_the_same_order_back(course: Course, number: int) -> None:
    order = settled_order(number, NOW)
    document = settled_document(order, SECRET, ENDPOINT.id)
    assert from_document(document) == order.saved(1, head_from_document(document["head"]))
    assert {event_from_document(each).order_id for each in event_documents(number, order)} <= {order.id}
    assert bool(list(event_documents(number, order))) is (course is not Course.OPEN)


@pytest.mark.parametrize("number", ONE_OF_EACH.values())
def test_the_history_is_signed(number: int) -> None:
    order = settled_order(number, NOW)
    document = settled_document(order, SECRET, ENDPOINT.id)
    entries = [entry_from_document(entry) for entry in document["history"]]
    assert first_broken(order.id, entries, head_from_document(document["head"]), SECRET) is None


async def test_a_waiting_order_is_stored_as_the_store_stores_it(database: Database) -> None:
    orders = [waiting_order(1, NOW), *(settled_order(number, NOW) for number in ONE_OF_EACH.values())]
    store = MongoOrders(database, SECRET, [ENDPOINT.id])
    for order in orders:
        await store.add(order)
        stored = await database["orders"].find_one({"_id": order.id})
        made = waiting_document(order, SECRET, ENDPOINT.id)
        # The server's own time, which differs.
        assert stored is not None
        assert {**stored, "changedAt": None} == {**made, "changedAt": None}


async def test_the_validators_accept_all_and_every_claim_finds_what_waits(database: Database, mongodb_uri: str) -> None:
    with MongoClient[Document](mongodb_uri) as client:
        filled = client[database.name]
        filler = Filler(filled, SECRET, NOW)
        for size in (40, 120):
            filler.fill(size)
            assert filled["orders"].count_documents({}) == size
        with pytest.raises(BulkWriteError, match="validation"):
            filled["orders"].insert_many(
                [{**waiting_document(waiting_order(99, NOW), SECRET, ENDPOINT.id), "total": 12.99}]
            )
    asked = questions(database)
    found = {name: await question(datetime.now(UTC)) for name, question in asked.items() for _ in range(2)}
    sizes = {name: len(each) for name, each in found.items() if isinstance(each, list)}
    assert sizes == {"orders": WAITING, "notifications": 10, "alerts": 10, "events": WAITING, "shop events": WAITING}
