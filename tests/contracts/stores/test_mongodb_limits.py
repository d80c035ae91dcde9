"""Bounds of what Till asks of MongoDB: every query ends on the server, threads and connections are counted, health is
read past stuck calls, and a refusal that no retry changes is no outage."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Awaitable
from typing import Any

import pytest
import pytest_asyncio
from bson.errors import InvalidDocument
from motor.frameworks import asyncio as motor_asyncio
from pymongo.errors import OperationFailure

from adapters.mongodb.driver import THREADS
from adapters.mongodb.driver.connection import Database, connect, disconnect, open_database
from adapters.mongodb.driver.failures import answered
from adapters.mongodb.driver.health import MongoHealth
from adapters.mongodb.driver.reads import MAX_TIME_MS
from application.ports.storage.failures import StoreRefused, StoreUnavailable
from tests.contracts.stores.calls import every_kind_of_call
from tests.contracts.stores.mongodb import mongo_stores
from tests.mongodb_commands import CountedCommands
from tests.mongodb_proxy import lossy_proxy
from tests.when import AT

READS = {"find", "aggregate"}


class TestLimits:
    @pytest_asyncio.fixture
    async def sent(self, database: Database, mongodb_uri: str) -> AsyncIterator[list[dict[str, Any]]]:
        counted = CountedCommands()
        separator = "&" if "?" in mongodb_uri else "/?"
        client = connect(f"{mongodb_uri}{separator}readConcernLevel=local", listeners=[counted])
        try:
            await every_kind_of_call(mongo_stores(open_database(client, database.name)))
        finally:
            await disconnect(client)
        yield list(counted.commands)

    async def test_every_query_has_a_limit_on_the_server(self, sent: list[dict[str, Any]]) -> None:
        reads = [command for command in sent if READS & set(command)]
        assert len(reads) > 20
        assert [command for command in reads if command.get("maxTimeMS") != MAX_TIME_MS] == []

    async def test_every_wait_for_a_majority_has_a_limit_on_the_server(self, sent: list[dict[str, Any]]) -> None:
        writes = [command for command in sent if {"insert", "update", "findAndModify", "delete"} & set(command)]
        assert len(writes) > 5
        assert {command["writeConcern"]["wtimeout"] for command in writes} == {MAX_TIME_MS}

    async def test_reads_are_of_what_a_majority_has_whatever_the_uri_says(self, sent: list[dict[str, Any]]) -> None:
        assert {command["readConcern"]["level"] for command in sent if READS & set(command)} == {"majority"}


async def test_the_pool_has_a_connection_for_each_thread_and_some_for_the_health_check(mongodb_uri: str) -> None:
    client = connect(mongodb_uri)
    assert motor_asyncio.max_workers == THREADS
    assert client.options.pool_options.max_pool_size > THREADS
    await disconnect(client)


class TestHealth:
    async def test_it_is_read_past_calls_that_are_stuck_on_every_thread(self, database: Database) -> None:
        ended = threading.Event()
        stuck = [motor_asyncio._EXECUTOR.submit(ended.wait) for _ in range(THREADS)]
        try:
            await MongoHealth(database)()
        finally:
            ended.set()
        assert all(call.result() for call in stuck)

    async def test_it_fails_in_time_when_mongodb_is_silent(self, mongodb_uri: str, mongodb_database: str) -> None:
        async with lossy_proxy(mongodb_uri) as proxy:
            client = connect(proxy.uri)
            health = MongoHealth(open_database(client, mongodb_database))
            await health()
            proxy.mute = True
            outcomes = await asyncio.gather(*(health() for _ in range(20)), return_exceptions=True)
            assert {type(outcome) for outcome in outcomes} == {StoreUnavailable}
            proxy.mute = False
            await disconnect(client)


async def failing(fault: Exception) -> None:
    raise fault


class TestRefusals:
    @pytest.mark.parametrize(
        ("fault", "code"),
        [
            (OperationFailure("not authorized", 13), "Unauthorized (13)"),
            (OperationFailure("bad auth", 18), "AuthenticationFailed (18)"),
            (OperationFailure("bad auth", 8000), "AtlasError (8000)"),
            (OperationFailure("Document failed validation", 121), "DocumentValidationFailure (121)"),
            (OperationFailure("too large", 17419), "BSONObjectTooLarge (17419)"),
            (InvalidDocument("cannot encode object"), "Unencodable (InvalidDocument)"),
        ],
    )
    async def test_a_permanent_refusal_is_no_outage(self, fault: Exception, code: str) -> None:
        with pytest.raises(StoreRefused) as refused:
            await answered(failing(fault))
        assert refused.value.code == code

    @pytest.mark.parametrize("code", [50, 91, 189, 10107, 11600, 13435])
    async def test_a_refusal_that_passes_is_an_outage(self, code: int) -> None:
        with pytest.raises(StoreUnavailable, match=str(code)):
            await answered(failing(OperationFailure("not now", code)))

    @pytest.mark.parametrize(
        ("document", "code"),
        [
            ({"_id": "a", "at": "no time"}, "DocumentValidationFailure (121)"),
            ({"_id": "a", "at": AT, "text": "x" * (17 * 1024 * 1024)}, "BSONObjectTooLarge"),
            ({"_id": "a", "at": AT, "text": "\ud800"}, "Unencodable (UnicodeEncodeError)"),
            ({"_id": "a", "at": AT, "number": 2**64}, "Unencodable (OverflowError)"),
            ({"_id": "a", "at": AT, "value": object()}, "Unencodable (InvalidDocument)"),
        ],
    )
    async def test_what_the_database_never_stores_is_refused(
        self, database: Database, document: dict[str, Any], code: str
    ) -> None:
        inserting: Awaitable[object] = database["marks"].insert_one(document)
        with pytest.raises(StoreRefused) as refused:
            await answered(inserting)
        assert refused.value.code == code
        assert await database["marks"].count_documents({}) == 0
