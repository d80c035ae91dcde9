"""No query of Till's scans a collection.

A MongoDB that the suite is given explains each query by its own planner. SecantusDB's planner is simpler than that:
there each query is held to MongoDB's documented rules for choosing an index (docs/manual/core/index-partial and
docs/manual/tutorial/sort-results-with-indexes) against the indexes that the database has.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import pytest_asyncio

from adapters.mongodb.driver.connection import Database, connect, disconnect, open_database
from adapters.mongodb.schema.collections import CREATED_INDEX
from tests.builders import AT, checkout
from tests.contracts.stores.calls import every_kind_of_call
from tests.contracts.stores.mongodb import mongo_stores
from tests.mongodb_commands import CountedCommands

Command = dict[str, Any]
Indexes = Mapping[str, Mapping[str, Any]]
EARLY, NEVER = datetime(2026, 1, 1, tzinfo=UTC), datetime(9999, 1, 1, tzinfo=UTC)
EXPLAINED = ("find", "aggregate", "update", "delete", "findAndModify")
NOT_PART_OF_THE_QUERY = {"lsid", "$clusterTime", "txnNumber", "$db", "readConcern", "writeConcern", "maxTimeMS"}


@pytest_asyncio.fixture
async def sent(database: Database, mongodb_uri: str) -> AsyncIterator[list[Command]]:
    counted = CountedCommands()
    client = connect(mongodb_uri, listeners=[counted])
    try:
        await every_kind_of_call(mongo_stores(open_database(client, database.name)))
    finally:
        await disconnect(client)
    yield [command for command in counted.commands if next(iter(command)) in EXPLAINED]


async def test_every_query_is_answered_by_an_index(database: Database, sent: list[Command]) -> None:
    assert len(sent) > 50
    is_emulator = "secantusVersion" in await database.command("buildInfo")
    scanning = [
        command
        for command in sent
        if not (await _indexed_by_rule(database, command) if is_emulator else await _indexed(database, command))
    ]
    assert scanning == []


async def test_the_daily_figures_are_read_from_their_index(database: Database, sent: list[Command]) -> None:
    indexes = await database["orders"].index_information()
    covered = {field for field, _ in indexes[CREATED_INDEX]["key"]}
    (figures,) = (command for command in sent if command.get("hint") == CREATED_INDEX)
    assert _fields_of(figures["pipeline"]) <= covered


async def test_only_days_from_the_first_order_to_the_last_are_summed(database: Database, mongodb_uri: str) -> None:
    counted = CountedCommands()
    client = connect(mongodb_uri, listeners=[counted])
    try:
        stores = mongo_stores(open_database(client, database.name))
        await stores.orders.add(checkout())
        counted.forget()
        days = await stores.order_search.daily(AT.date() - timedelta(days=200), AT.date() + timedelta(days=200), UTC)
    finally:
        await disconnect(client)
    assert [day.day for day in days] == [AT.date().isoformat()]
    assert counted.sent == ["find", "find", "aggregate"]


@pytest.mark.parametrize(
    ("wanted", "order", "is_indexed"),
    [
        ({"_id": "a", "version": 1}, {}, True),
        ({}, {"_id": 1}, True),
        ({}, {}, False),
        ({"kind": 1, "at": {"$lte": EARLY}}, {}, True),
        ({"kind": 1, "at": EARLY}, {}, True),
        ({"kind": 1, "at": {"$lt": NEVER}}, {}, True),
        ({"kind": 1, "at": {"$lte": NEVER}}, {}, False),
        ({"kind": 1, "at": NEVER}, {}, False),
        ({"kind": 1}, {}, False),
        ({"at": {"$lte": EARLY}}, {}, False),
        ({"at": {"$lte": EARLY}}, {"kind": 1}, True),
        ({"due": True, "when": 1}, {}, True),
        ({"due": True}, {"when": 1}, True),
        ({"due": True}, {"other": 1}, False),
        ({"when": 1}, {}, False),
        ({"second": 1}, {}, False),
        ({"first": {"$gt": 1}, "$or": [{"second": 1}, {"_id": "a"}]}, {}, True),
        ({"$or": [{"first": 1}, {"_id": "a"}]}, {}, True),
        ({"$or": [{"first": 1}, {"second": 1}]}, {}, False),
        ({"$and": [{"first": 1}]}, {}, True),
    ],
)
def test_the_rules_tell_a_scan_from_an_indexed_query(
    wanted: dict[str, Any], order: dict[str, int], is_indexed: bool
) -> None:
    indexes: Indexes = {
        "_id_": {"key": [("_id", 1)]},
        "waiting": {"key": [("kind", 1), ("at", 1)], "partialFilterExpression": {"at": {"$lt": NEVER}}},
        "queue": {"key": [("when", 1)], "partialFilterExpression": {"due": True}},
        "pair": {"key": [("first", 1), ("second", -1)]},
    }
    assert _can_be_indexed(wanted, order, indexes) is is_indexed


async def _indexed(database: Database, command: Command) -> bool:
    """Whether MongoDB's own plan has no stage that scans a collection."""
    query = {name: value for name, value in command.items() if name not in NOT_PART_OF_THE_QUERY}
    explained = await database.command("explain", query, verbosity="queryPlanner")
    return "COLLSCAN" not in set(_stages(explained))


def _stages(plan: Any) -> Iterator[str]:
    if isinstance(plan, Mapping):
        if isinstance(plan.get("stage"), str):
            yield plan["stage"]
        for name, part in plan.items():
            if name not in ("rejectedPlans", "command"):
                yield from _stages(part)
    elif isinstance(plan, list):
        for part in plan:
            yield from _stages(part)


async def _indexed_by_rule(database: Database, command: Command) -> bool:
    kind = next(iter(command))
    indexes = await database[command[kind]].index_information()
    if kind == "find":
        return _can_be_indexed(command["filter"], command.get("sort", {}), indexes)
    if kind == "aggregate":
        (first, *_) = command["pipeline"]
        return _can_be_indexed(first["$match"], {}, indexes)
    queries = [each["q"] for each in command.get("updates", command.get("deletes", ()))] or [command["query"]]
    return all(_can_be_indexed(query, {}, indexes) for query in queries)


def _can_be_indexed(wanted: Mapping[str, Any], order: Mapping[str, int], indexes: Indexes) -> bool:
    conditions = _all_of(wanted)
    for index in indexes.values():
        first = index["key"][0][0]
        implied = all(
            _implies(conditions.get(field), needed)
            for field, needed in index.get("partialFilterExpression", {}).items()
        )
        if implied and (first in conditions or next(iter(order), None) == first):
            return True
    return any(
        all(_can_be_indexed(branch, {}, indexes) for branch in part["$or"]) for part in _parts(wanted) if "$or" in part
    )


def _parts(wanted: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    yield wanted
    for part in wanted.get("$and", ()):
        yield from _parts(part)


def _all_of(wanted: Mapping[str, Any]) -> dict[str, Any]:
    return {field: value for part in _parts(wanted) for field, value in part.items() if not field.startswith("$")}


def _implies(condition: Any, needed: Any) -> bool:
    if isinstance(needed, Mapping) and "$lt" in needed:
        bound = needed["$lt"].replace(tzinfo=UTC)
        if not isinstance(condition, Mapping):
            return condition is not None and condition < bound
        if "$lte" in condition:
            return condition["$lte"] < bound
        return "$lt" in condition and condition["$lt"] <= bound
    return bool(condition == needed)


def _fields_of(pipeline: Any) -> set[str]:
    """The fields of a document that a pipeline reads in its match and in its expressions."""
    (match, group, *_) = pipeline
    read = set(match["$match"])
    return read | {text[1:] for text in _texts(group["$group"]) if text.startswith("$")}


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for part in value.values():
            yield from _texts(part)
    elif isinstance(value, list):
        for part in value:
            yield from _texts(part)
