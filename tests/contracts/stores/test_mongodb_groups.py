"""Requests that ask the database at once share commands, and each gets its own answer."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace

import pytest
from pymongo import UpdateOne

from adapters.mongodb.driver.bulk import BulkOutcome, write
from adapters.mongodb.driver.connection import Collection, Database
from adapters.mongodb.stores import order_writes
from adapters.mongodb.stores.idempotency_keys import MongoIdempotencyKeys
from application.ports.edge.idempotency_keys import Fresh, InFlight
from application.ports.storage.failures import DuplicateOrder, StaleOrder, StoreRefused
from application.ports.storage.inbox import EventStatus
from domain.orders.order import Order
from tests.builders import asked, checkout, inbox_entry, paid, with_facts
from tests.contracts.stores.mongodb import mongo_stores
from tests.contracts.stores.stores import Stores
from tests.fact_builders import refund_fact
from tests.mongodb_commands import CountedCommands
from tests.when import AT, after

AT_ONCE = 16


@pytest.fixture
def stores(counted_database: Database) -> Stores:
    return mongo_stores(counted_database)


async def several(stores: Stores, number: int = AT_ONCE) -> list[Order]:
    return list(await asyncio.gather(*(stores.orders.add(asked(checkout())) for _ in range(number))))


async def test_what_many_requests_write_at_once_are_two_commands(stores: Stores, counted: CountedCommands) -> None:
    orders = await several(stores)
    assert counted.sent == ["update", "update"]
    counted.forget()
    saved = await asyncio.gather(*(stores.orders.save(paid(order)) for order in orders))
    assert counted.sent == ["update", "update"]
    counted.forget()
    assert await asyncio.gather(*(stores.orders.get(order.id) for order in orders)) == saved
    assert counted.sent == ["find", "find"]
    counted.forget()
    entries = [inbox_entry() for _ in range(AT_ONCE)]
    assert await asyncio.gather(*map(stores.inbox.receive, entries)) == [None] * AT_ONCE
    assert counted.sent == ["insert", "insert"]


async def test_a_request_that_is_alone_asks_as_if_there_were_no_groups(
    stores: Stores, counted: CountedCommands
) -> None:
    order = await stores.orders.add(asked(checkout()))
    await stores.orders.save(paid(order))
    await stores.orders.get(order.id)
    assert counted.sent == ["update", "update", "find"]


async def test_of_orders_added_at_once_only_the_one_that_is_there_is_refused(stores: Stores) -> None:
    known = await stores.orders.add(checkout())
    new = [checkout() for _ in range(5)]
    adding = [new[0], new[1], checkout(order_id=known.id), *new[2:]]
    outcomes = await asyncio.gather(*map(stores.orders.add, adding), return_exceptions=True)
    assert [isinstance(outcome, DuplicateOrder) for outcome in outcomes] == [False, False, True, False, False, False]
    assert [await stores.orders.get(order.id) for order in new] == [outcomes[at] for at in (0, 1, 3, 4, 5)]
    assert await stores.orders.get(known.id) == known


async def test_of_saves_at_once_the_stale_ones_are_refused_and_no_other(stores: Stores, database: Database) -> None:
    orders = await several(stores, 6)
    other = mongo_stores(database)
    for order in (orders[2], orders[4]):
        await other.orders.save(paid(order, at=after(1)))
    outcomes = await asyncio.gather(*(stores.orders.save(paid(order)) for order in orders), return_exceptions=True)
    assert [isinstance(outcome, StaleOrder) for outcome in outcomes] == [False, False, True, False, True, False]
    for order, outcome in zip(orders, outcomes, strict=True):
        stored = await other.orders.get(order.id)
        assert stored is not None
        assert stored.version == 2
        if isinstance(outcome, Order):
            assert stored == outcome


async def test_of_saves_of_one_order_at_once_exactly_one_is_done(stores: Stores) -> None:
    first, second = await several(stores, 2)
    paying = [paid(first), paid(second), *(paid(first, at=after(number)) for number in (1, 2))]
    outcomes = await asyncio.gather(*map(stores.orders.save, paying), return_exceptions=True)
    assert sum(isinstance(outcome, Order) and outcome.id == first.id for outcome in outcomes) == 1
    assert sum(isinstance(outcome, StaleOrder) for outcome in outcomes) == 2
    assert isinstance(outcomes[1], Order)


async def test_what_no_document_can_hold_is_refused_alone(stores: Stores, database: Database) -> None:
    orders = await several(stores, 4)
    bad = replace(paid(orders[2]), contact=replace(orders[2].contact, email="x" * 17_000_000))
    saving = [paid(orders[0]), paid(orders[1]), bad, paid(orders[3])]
    outcomes = await asyncio.gather(*map(stores.orders.save, saving), return_exceptions=True)
    assert [type(outcome) for outcome in outcomes] == [Order, Order, StoreRefused, Order]
    assert await mongo_stores(database).orders.get(orders[2].id) == orders[2]


async def test_a_document_that_the_validator_refuses_is_refused_by_its_number(database: Database) -> None:
    orders = database["orders"]
    one, other = await several(mongo_stores(database), 2)
    statements = [
        UpdateOne({"_id": one.id}, {"$set": {"total": "much"}}),
        UpdateOne({"_id": other.id}, {"$set": {"total": 5}}),
        UpdateOne({"_id": "ord_none"}, {"$set": {"total": 5}}),
    ]
    outcome = await write(orders, statements)
    assert (outcome.matched, set(outcome.faults)) == (1, {0})
    assert isinstance(outcome.faults[0], StoreRefused)


async def test_a_save_that_was_overtaken_before_it_was_looked_for_was_still_done(
    stores: Stores, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where not all of a group found their order, the histories say whose save is in: also behind later entries."""
    orders = await several(stores, 4)
    other = mongo_stores(database).orders
    await other.save(paid(orders[3], at=after(1)))

    async def written(collection: Collection, statements: Sequence[UpdateOne]) -> BulkOutcome:
        outcome = await write(collection, statements)
        for order in orders[1:3]:
            stored = await other.get(order.id)
            assert stored is not None
            await other.save(with_facts(stored, refund_fact(stored, 1)))
        return outcome

    monkeypatch.setattr(order_writes, "write", written)
    outcomes = await asyncio.gather(*(stores.orders.save(paid(order)) for order in orders), return_exceptions=True)
    assert [type(outcome) for outcome in outcomes] == [Order, Order, Order, StaleOrder]
    assert [outcome.version for outcome in outcomes if isinstance(outcome, Order)] == [2, 2, 2]


async def test_an_event_that_comes_twice_at_once_is_received_once(stores: Stores) -> None:
    entry = inbox_entry(status=EventStatus.DUE)
    others = [inbox_entry() for _ in range(3)]
    outcomes = await asyncio.gather(*map(stores.inbox.receive, [entry, others[0], entry, others[1], entry, others[2]]))
    known = [outcome for outcome in outcomes if outcome is not None]
    assert len(known) == 2
    assert {each.event.id for each in known} == {entry.event.id}


async def test_a_key_that_is_used_twice_at_once_is_claimed_once(database: Database) -> None:
    keys = MongoIdempotencyKeys(database)
    claims = await asyncio.gather(*(keys.claim(scope, "digest", AT) for scope in ("a", "b", "a", "c", "a")))
    assert [type(claim) for claim in claims].count(Fresh) == 3
    assert [type(claim) for claim in claims].count(InFlight) == 2
