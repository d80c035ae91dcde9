"""`migrate` brings a database to this version's schema, and only reads one that has it."""

from __future__ import annotations

import asyncio

import pytest
from pymongo.errors import WriteError

from adapters.mongodb.driver.connection import Database, connect, disconnect, open_database
from adapters.mongodb.schema.collections import COLLECTIONS
from adapters.mongodb.schema.differences import Kind, differences
from adapters.mongodb.schema.migrate import migrate
from application.ports.storage.inbox import EventStatus
from tests.builders import inbox_entry, paid
from tests.contracts.stores.mongodb import mongo_stores
from tests.mongodb_commands import CountedCommands
from tests.when import AT

WAITING = "attention.wakeAt_1_attention.notify_1"


async def test_it_can_be_repeated_and_done_by_several_at_once(database: Database) -> None:
    await asyncio.gather(*(migrate(database) for _ in range(3)))
    await migrate(database)


async def test_every_collection_has_its_indexes_and_none_is_unique_but_the_id(database: Database) -> None:
    assert {plan.name for plan in COLLECTIONS} <= set(await database.list_collection_names())
    for plan in COLLECTIONS:
        found = await database[plan.name].index_information()
        assert {index.document["name"] for index in plan.indexes} == set(found) - {"_id_"}
        assert not [name for name, index in found.items() if index.get("unique") and name != "_id_"]


async def test_an_order_has_at_most_six_indexes(database: Database) -> None:
    assert len(await database["orders"].index_information()) <= 1 + 6


async def test_indexes_of_an_earlier_version_go_once_none_of_it_runs_and_an_operators_own_are_left(
    database: Database,
) -> None:
    orders = database["orders"]
    await orders.create_index([("user", 1), ("status", 1), ("createdAt", -1), ("_id", -1)])
    await orders.create_index("outbox.shop.old.notBefore", name="waiting_outbox.shop.old.notBefore")
    await orders.create_index("shippingAddress.country")
    retired = {"user_1_status_1_createdAt_-1__id_-1", "waiting_outbox.shop.old.notBefore"}
    await migrate(database)
    assert retired <= set(await orders.index_information())
    changed = await migrate(database, tighten=True)
    assert {each.retired for each in changed} == retired
    kept = set(await orders.index_information())
    assert not retired & kept
    assert "shippingAddress.country_1" in kept


async def test_a_database_that_is_up_to_date_is_only_read(counted_database: Database, counted: CountedCommands) -> None:
    counted.forget()
    assert await migrate(counted_database) == []
    assert set(counted.sent) == {"buildInfo", "listCollections", "listIndexes", "find"}


async def test_payloads_that_an_earlier_version_kept_go_once_none_of_it_runs(database: Database) -> None:
    stores = mongo_stores(database)
    entries = {status: inbox_entry(status=status) for status in EventStatus}
    for entry in entries.values():
        await stores.inbox.receive(entry)
    await migrate(database)
    assert await stores.inbox_search.get(entries[EventStatus.APPLIED].event.id) == entries[EventStatus.APPLIED]
    await migrate(database, tighten=True)
    left = {status: await stores.inbox_search.get(entry.event.id) for status, entry in entries.items()}
    assert {status for status, entry in left.items() if entry and entry.event.payload} == {
        EventStatus.DUE,
        EventStatus.DEAD,
    }


async def test_an_index_with_other_options_is_replaced(database: Database) -> None:
    events, orders = database["webhook_events"], database["orders"]
    await events.drop_index("expiresAt_1")
    await events.create_index([("expiresAt", 1)], expireAfterSeconds=3600)
    await orders.drop_index(WAITING)
    await orders.create_index([("attention.wakeAt", 1)], name=WAITING)
    changed = await migrate(database)
    assert {str(each) for each in changed} == {
        "webhook_events.expiresAt_1 has other options",
        f"orders.{WAITING} has other options",
    }
    assert (await events.index_information())["expiresAt_1"]["expireAfterSeconds"] == 0
    replaced = (await orders.index_information())[WAITING]
    assert replaced["key"] == [("attention.wakeAt", 1), ("attention.notify", 1)]
    assert await differences(database) == []


async def test_the_same_index_under_a_name_of_the_operators_is_left(database: Database) -> None:
    await database["orders"].drop_index("changedAt_1__id_1")
    await database["orders"].create_index([("changedAt", 1), ("_id", 1)], name="changed")
    assert await migrate(database) == []


async def test_an_older_versions_documents_are_accepted_until_it_is_reported_to_tighten(database: Database) -> None:
    (plan,) = (each for each in COLLECTIONS if each.name == "marks")
    older = {"bsonType": "object", "required": ["_id"], "properties": {"_id": {"bsonType": "string"}}}
    await database.command("collMod", "marks", validator={"$jsonSchema": older})
    assert await migrate(database) == []
    await database["marks"].insert_one({"_id": "by an older version"})
    assert [str(each) for each in await differences(database)] == ["marks has the validator of an older version too"]
    changed = await migrate(database, tighten=True)
    assert [each.kind for each in changed] == [Kind.VALIDATOR_LOOSER]
    with pytest.raises(WriteError, match="validation"):
        await database["marks"].insert_one({"_id": "by an older version, late"})
    assert await differences(database) == []
    assert (await database["marks"].options())["validator"] == {"$jsonSchema": plan.validator}


async def test_a_validator_that_refuses_what_this_version_writes_accepts_both(database: Database) -> None:
    older = {"bsonType": "object", "required": ["_id", "name"], "properties": {"at": {"bsonType": "string"}}}
    await database.command("collMod", "marks", validator={"$jsonSchema": older})
    assert [each.kind for each in await migrate(database)] == [Kind.VALIDATOR_OLDER]
    await database["marks"].insert_one({"_id": "new", "at": AT})
    await database["marks"].insert_one({"_id": "old", "name": "x", "at": "text"})
    changed = await migrate(database, tighten=True)
    assert [each.kind for each in changed] == [Kind.VALIDATOR_LOOSER]
    assert await differences(database) == []


async def test_what_breaks_the_schema_is_refused_and_what_was_there_before_is_left(
    mongodb_uri: str, mongodb_database: str
) -> None:
    client = connect(mongodb_uri)
    database = open_database(client, mongodb_database)
    await database["users"].insert_one({"_id": 7, "email": "older@example.com"})
    await migrate(database)
    with pytest.raises(WriteError, match="validation"):
        await database["users"].insert_one({"_id": 8})
    with pytest.raises(WriteError, match="validation"):
        await database["orders"].insert_one({"_id": "ord_000000000000", "total": 12.99})
    await database["users"].update_one({"_id": 7}, {"$set": {"email": "newer@example.com"}})
    await disconnect(client)


async def test_a_money_amount_that_is_no_whole_number_is_refused(database: Database) -> None:
    order = await mongo_stores(database).orders.add(paid())
    with pytest.raises(WriteError, match="validation"):
        await database["orders"].update_one({"_id": order.id}, {"$set": {"total": 12.99}})
