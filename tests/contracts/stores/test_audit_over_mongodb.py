"""`till audit verify` finds what somebody with the database in hand did to the audit trail."""

from __future__ import annotations

import asyncio
import io
import json
from collections.abc import Callable
from typing import Any

import pytest
from click.testing import CliRunner, Result
from pymongo import MongoClient
from structlog.testing import capture_logs

from adapters.mongodb.connection import connect, disconnect, open_database
from adapters.mongodb.migrate import migrate
from adapters.mongodb.orders import MongoOrders
from domain.history import Head, chained
from domain.identifiers import order_number
from domain.order import Order
from entrypoints.cli.audit import command
from entrypoints.telemetry.watched_orders import WatchedOrders
from tests.builders import asked, checkout, dispute_fact, paid, told, warning_fact
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
            kept.append(await orders.save(told(order, dispute_fact(order), warning_fact(order))))
        await disconnect(client)
        return kept

    def tamper(self, change: Callable[[dict[str, Any]], None]) -> None:
        """Rewrites the victim's document as an administrator of the database could."""
        with MongoClient[dict[str, Any]](self._uri, tz_aware=True) as client:
            orders = client[self._database]["orders"]
            document = orders.find_one({"_id": self.victim.id})
            assert document is not None
            change(document)
            orders.replace_one({"_id": self.victim.id}, document)

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


@pytest.fixture
def trail(mongodb_uri: str, mongodb_database: str, monkeypatch: pytest.MonkeyPatch) -> Trail:
    for name, value in TEST_ENVIRON.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("MONGODB_URI", mongodb_uri)
    monkeypatch.setenv("MONGODB_DATABASE", mongodb_database)
    return Trail(mongodb_uri, mongodb_database)


def test_a_whole_trail_is_whole(trail: Trail) -> None:
    result = trail.verified()

    assert (result.exit_code, result.output) == (0, "The histories of 3 orders are whole.\n")
    assert trail.verified("--log", "-", log=trail.log).exit_code == 0


def test_a_changed_entry_is_found(trail: Trail) -> None:
    def change(document: dict[str, Any]) -> None:
        document["history"][2]["data"]["amount"] = 1

    trail.tamper(change)

    assert trail.names(trail.verified(), 3)


def test_a_changed_actor_is_found(trail: Trail) -> None:
    def change(document: dict[str, Any]) -> None:
        document["history"][0]["actor"] = "admin:somebody-else"

    trail.tamper(change)

    assert trail.names(trail.verified(), 1)


def test_an_entry_cut_out_of_the_middle_is_found(trail: Trail) -> None:
    def cut(document: dict[str, Any]) -> None:
        del document["history"][3]

    trail.tamper(cut)

    assert trail.names(trail.verified(), 4)


def test_a_middle_cut_out_with_all_renumbered_is_found(trail: Trail) -> None:
    def cut(document: dict[str, Any]) -> None:
        del document["history"][1]
        for seq, entry in enumerate(document["history"], 1):
            entry["seq"] = seq
        document["head"]["seq"] = len(document["history"])

    trail.tamper(cut)

    assert trail.names(trail.verified(), 2)


def test_a_cut_tail_is_found(trail: Trail) -> None:
    def cut(document: dict[str, Any]) -> None:
        del document["history"][-1]

    trail.tamper(cut)

    assert trail.names(trail.verified(), 5)


def test_swapped_entries_are_found(trail: Trail) -> None:
    def swap(document: dict[str, Any]) -> None:
        history = document["history"]
        history[2], history[3] = history[3], history[2]

    trail.tamper(swap)

    assert trail.names(trail.verified(), 3)


def test_an_entry_of_another_order_is_found(trail: Trail) -> None:
    other = trail.orders[0]
    (stolen, *_) = chained(other.id, Head(), paid(asked(checkout())).changes, SECRET)

    def swap(document: dict[str, Any]) -> None:
        document["history"][0]["hash"] = stolen.hash

    trail.tamper(swap)

    assert trail.names(trail.verified(), 1)


def test_another_secret_is_no_proof(trail: Trail, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AUDIT_SECRET", "another-audit-secret-of-more-than-32-bytes")

    result = trail.verified()

    assert result.exit_code == 1
    assert ", entry 1 " in result.output


def cut_with_its_head(document: dict[str, Any]) -> None:
    del document["history"][-2:]
    last = document["history"][-1]
    document["head"] = {"seq": last["seq"], "hash": last["hash"]}


def test_a_tail_cut_together_with_the_head_shows_against_the_log(trail: Trail) -> None:
    trail.tamper(cut_with_its_head)

    assert trail.verified().exit_code == 0
    assert trail.names(trail.verified("--log", "-", log=trail.log), 4)


def test_an_order_that_was_removed_shows_against_the_log(trail: Trail) -> None:
    trail.remove()

    assert trail.verified().output == "The histories of 2 orders are whole.\n"
    assert trail.names(trail.verified("--log", "-", log=trail.log), 1)


def test_lines_that_say_nothing_of_heads_are_passed_over(trail: Trail) -> None:
    log = io.StringIO()
    log.write(f'not JSON\n[]\n"text"\n{{"event":"request","status":200}}\n{{"event":7}}\n{trail.log}\n')

    assert trail.verified("--log", "-", log=log.getvalue()).exit_code == 0
