"""A reader misses no change whose writer stalled, and its cursor stays behind what may still appear."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from adapters.mongodb.driver.connection import Database
from adapters.mongodb.stores.order_changes import SETTLED_AFTER, MongoOrderChanges
from adapters.system.clock import SystemClock
from domain.identifiers.types import OrderId
from domain.orders.order import Order
from tests.builders import asked, checkout
from tests.contracts.stores.mongodb import mongo_stores

STAMP = datetime(2026, 7, 1, 12, 0, 0, tzinfo=UTC)


async def stamped(database: Database, seconds: float) -> Order:
    """An order whose write became visible now, however long ago its stamp is."""
    order = await mongo_stores(database).orders.add(checkout())
    at = STAMP + timedelta(seconds=seconds)
    await database["orders"].update_one({"_id": order.id}, {"$set": {"changedAt": at}})
    return order


async def read(database: Database, cursor: str | None, seconds: float, limit: int = 100) -> tuple[list[OrderId], str]:
    """What a reader is given at this moment."""
    now = STAMP + timedelta(seconds=seconds)
    page = await MongoOrderChanges(database).after(cursor, limit=limit, now=now)
    return [order.id for order in page.orders], page.cursor


async def test_a_write_that_appears_behind_the_last_one_read_is_read(database: Database) -> None:
    early, late = await stamped(database, 0), await stamped(database, 10)
    given, cursor = await read(database, None, 11)
    assert given == [early.id, late.id]
    stalled = await stamped(database, 4)
    given, cursor = await read(database, cursor, 12)
    assert given == [stalled.id]
    assert await read(database, cursor, 13) == ([], cursor)


async def test_it_is_read_by_a_reader_of_single_orders_too(database: Database) -> None:
    orders = [await stamped(database, seconds) for seconds in (0, 1, 2, 3)]
    given: list[OrderId] = []
    cursor = None
    for _ in orders:
        page, cursor = await read(database, cursor, 4, limit=1)
        given += page
    stalled = [await stamped(database, seconds) for seconds in (0.5, 2.5)]
    for _ in stalled:
        page, cursor = await read(database, cursor, 5, limit=1)
        given += page
    assert given == [order.id for order in (*orders, *stalled)]
    assert await read(database, cursor, 6, limit=1) == ([], cursor)


async def test_the_fixed_part_stays_behind_all_that_may_still_appear(database: Database) -> None:
    settled = SETTLED_AFTER.total_seconds()
    await stamped(database, 0)
    _, cursor = await read(database, None, settled + 1)
    too_late = await stamped(database, -0.001)
    assert await read(database, cursor, settled + 2) == ([], cursor)
    in_time = await stamped(database, 0.001)
    assert (await read(database, cursor, settled + 2))[0] == [in_time.id]
    assert too_late.id in (await read(database, None, settled + 2))[0]


async def test_what_is_settled_is_named_no_more(database: Database) -> None:
    for seconds in range(20):
        await stamped(database, seconds)
    _, named = await read(database, None, 21)
    last = await stamped(database, 60)
    given, settled = await read(database, named, 100)
    assert given == [last.id]
    assert len(settled) < 60 < len(named)


async def test_orders_of_the_same_moment_are_read_page_by_page(database: Database) -> None:
    orders = {(await stamped(database, 0)).id for _ in range(5)}
    given: list[OrderId] = []
    cursor: str | None = None
    for _ in range(3):
        page, cursor = await read(database, cursor, 3600, limit=2)
        given += page
    assert (set(given), len(given)) == (orders, 5)


async def test_a_reader_far_ahead_waits_until_what_it_was_given_is_settled(database: Database) -> None:
    template = await database["orders"].find_one({"_id": (await stamped(database, 0)).id})
    assert template is not None
    crowd = [{**template, "_id": f"ord_{number:012}"} for number in range(199)]
    await database["orders"].insert_many(crowd)
    first, cursor = await read(database, None, 1)
    second, cursor = await read(database, cursor, 2)
    assert (len(first), len(second)) == (100, 50)
    assert await read(database, cursor, 3) == ([], cursor)
    assert len(cursor) < 2000
    rest, cursor = await read(database, cursor, 3600)
    assert len(rest) == 50
    assert await read(database, cursor, 3601) == ([], cursor)


async def test_a_change_is_stamped_when_it_is_written_and_not_when_it_was_decided(database: Database) -> None:
    stores = mongo_stores(database)
    before = SystemClock().now()
    order = await stores.orders.add(checkout())
    await stores.orders.save(asked(order))
    document = await database["orders"].find_one({"_id": order.id})
    assert document is not None
    assert before - timedelta(seconds=1) <= document["changedAt"] <= SystemClock().now() + timedelta(seconds=1)
    assert document["changedAt"] > document["updatedAt"]
