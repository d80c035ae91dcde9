"""`till audit verify` finds what a person with access to the database did to the audit trail."""

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

from adapters.mongodb.driver.connection import connect, disconnect, open_database
from adapters.mongodb.schema.migrate import migrate
from adapters.mongodb.stores.histories import MongoHistories
from adapters.mongodb.stores.orders import MongoOrders
from application.ports.storage.failures import UnreadableHistory
from domain.identifiers.order_number import order_number
from domain.orders.history import ChainHead, Entry, chained
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


def without_history(document: dict[str, Any]) -> None:
    del document["history"]


def with_text_for_a_history(document: dict[str, Any]) -> None:
    document["history"] = "nothing happened"


def without_a_hash(document: dict[str, Any]) -> None:
    del document["history"][2]["hash"]


def with_a_hash_of_other_letters(document: dict[str, Any]) -> None:
    document["history"][2]["hash"] = "größer"


def with_a_broken_amount(document: dict[str, Any]) -> None:
    document["history"][2]["data"]["amount"] = 12.99


def with_a_number_for_an_entry(document: dict[str, Any]) -> None:
    document["history"][2] = 1299


def with_a_field_more(document: dict[str, Any]) -> None:
    document["history"][2]["approvedBy"] = "the boss"


def without_a_head(document: dict[str, Any]) -> None:
    del document["head"]


@pytest.mark.parametrize(
    ("change", "entry"),
    [
        (without_history, 1),
        (with_text_for_a_history, 1),
        (without_a_hash, 3),
        (with_a_hash_of_other_letters, 3),
        (with_a_broken_amount, 3),
        (with_a_number_for_an_entry, 3),
        (with_a_field_more, 3),
        (without_a_head, 6),
    ],
)
def test_what_till_would_never_write_is_found(
    trail: Trail, change: Callable[[dict[str, Any]], None], entry: int
) -> None:
    trail.tamper(change)

    result = trail.verified()

    assert trail.names(result, entry)
    assert isinstance(result.exception, SystemExit)


@pytest.mark.parametrize(("change", "entry"), [(without_history, 1), (without_a_hash, 3), (with_a_field_more, 3)])
def test_what_till_would_never_write_is_not_shown_as_if_it_had(
    trail: Trail, change: Callable[[dict[str, Any]], None], entry: int
) -> None:
    trail.tamper(change)

    with pytest.raises(UnreadableHistory) as unreadable:
        trail.shown()

    assert unreadable.value.seq == entry


def test_a_document_that_is_no_orders_is_named_as_it_is(trail: Trail) -> None:
    trail.insert({"_id": "no order\x1b[2J", "history": None})

    result = trail.verified()

    assert result.exit_code == 1
    assert "BROKEN: the document 'no order\\x1b[2J', entry 1 was " in result.output


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
    (stolen, *_) = chained(other.id, ChainHead(), paid(asked(checkout())).changes, SECRET)

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
