"""An audit trail of three orders over MongoDB, for tests that tamper with it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from typing import Any

from click.testing import CliRunner, Result
from pymongo import MongoClient
from structlog.testing import capture_logs

from adapters.mongodb.driver.connection import connect, disconnect, open_database
from adapters.mongodb.schema.migrate import migrate
from adapters.mongodb.stores.histories import MongoHistories
from adapters.mongodb.stores.orders import MongoOrders
from domain.identifiers.order_number import order_number
from domain.orders.history import Entry
from domain.orders.order import Order
from entrypoints.cli.audit import command
from entrypoints.telemetry.observers.orders import WatchedOrders
from tests.builders import asked, checkout, paid, with_facts
from tests.fact_builders import dispute_fact, warning_fact
from tests.unit.entrypoints.settings.test_settings import TEST_ENVIRON

SECRET = TEST_ENVIRON["AUDIT_SECRET"].encode()


class Trail:
    """Three orders with five entries each, the second of which gets tampered with."""

    def __init__(self, uri: str, database: str) -> None:
        self._uri, self._database = uri, database
        with capture_logs() as lines:
            self.orders = asyncio.run(self._kept())
        self.log = "\n".join(json.dumps(line) for line in lines)
        self.victim = self.orders[1]

    async def _kept(self) -> list[Order]:
        client = connect(self._uri)
        database = open_database(client, self._database)
        await migrate(database)
        orders = WatchedOrders(MongoOrders(database, SECRET))
        kept = []
        for _ in range(3):
            order = await orders.add(asked(checkout()))
            order = await orders.save(paid(order))
            kept.append(await orders.save(with_facts(order, dispute_fact(order), warning_fact(order))))
        await disconnect(client)
        return kept

    def tamper(self, change: Callable[[dict[str, Any]], None]) -> None:
        """Rewrites the victim's document as an administrator of the database could."""
        with MongoClient[dict[str, Any]](self._uri, tz_aware=True) as client:
            orders = client[self._database]["orders"]
            document = orders.find_one({"_id": self.victim.id})
            assert document is not None
            change(document)
            orders.replace_one({"_id": self.victim.id}, document, bypass_document_validation=True)

    def insert(self, document: dict[str, Any]) -> None:
        """Puts a document among the orders, past what they must look like."""
        with MongoClient[dict[str, Any]](self._uri) as client:
            client[self._database].orders.insert_one(document, bypass_document_validation=True)

    def shown(self) -> tuple[Entry, ...] | None:
        """The victim's history as it is shown to operators."""

        async def read() -> tuple[Entry, ...] | None:
            client = connect(self._uri)
            try:
                return await MongoHistories(open_database(client, self._database)).entries(self.victim.id)
            finally:
                await disconnect(client)

        return asyncio.run(read())

    def remove(self) -> None:
        """Deletes the victim's document."""
        with MongoClient[dict[str, Any]](self._uri) as client:
            client[self._database]["orders"].delete_one({"_id": self.victim.id})

    def verified(self, *options: str, log: str | None = None) -> Result:
        """What the command says."""
        return CliRunner().invoke(command, ["verify", *options], input=log)

    def names(self, result: Result, entry: int) -> bool:
        """Whether it names this entry of the victim's, and fails."""
        victim = f"{order_number(self.victim.id)} ({self.victim.id})"
        return result.exit_code == 1 and f"{victim}, entry {entry} " in result.output
