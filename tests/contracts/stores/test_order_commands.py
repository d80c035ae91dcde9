"""`till orders` and `till overview` show what the operator's page shows, and nothing that commands a terminal."""

from __future__ import annotations

import asyncio
import json
import os
import sys

import pytest

from adapters.mongodb.driver.connection import connect, disconnect, open_database
from adapters.mongodb.schema.migrate import migrate
from domain.identifiers.order_number import order_number
from domain.orders.holds import HoldReason
from domain.orders.order import Order
from tests.builders import paid, with_facts
from tests.commands_in_process import till
from tests.contracts.stores.mongodb import mongo_stores
from tests.fact_builders import dispute_fact, warning_fact
from tests.unit.entrypoints.settings.test_settings import TEST_ENVIRON


@pytest.fixture
def kept(mongodb_uri: str, mongodb_database: str) -> tuple[dict[str, str], Order]:
    """The settings of a Till with one order, which is held for a warning; and the order."""

    async def keep() -> Order:
        client = connect(mongodb_uri)
        database = open_database(client, mongodb_database)
        await migrate(database)
        order = await mongo_stores(database).orders.add(paid())
        order = await mongo_stores(database).orders.save(with_facts(order, warning_fact(order), dispute_fact(order)))
        await disconnect(client)
        return order

    order = asyncio.run(keep())
    path = {"PATH": os.environ["PATH"], "PYTHONPATH": os.pathsep.join(sys.path)}
    return {**path, **TEST_ENVIRON, "MONGODB_URI": mongodb_uri, "MONGODB_DATABASE": mongodb_database}, order


def test_an_order_is_found_by_each_of_its_names(kept: tuple[dict[str, str], Order]) -> None:
    environ, order = kept
    number = order_number(order.id)
    names = (number, number.lower(), order.id, order.contact.email, order.user_id, order.intent.id or "", "on hold")
    for name in names:
        done = till(environ, "orders", "find", name)
        assert (done.returncode, number in done.stdout) == (0, True), (name, done.stdout, done.stderr)
        assert "on_hold" in done.stdout
    for other in ("T-0000-0000-0000-0", "nobody@customer.example", "pi_another", "\x1b[2J"):
        done = till(environ, "orders", "find", other)
        assert (done.returncode, done.stdout) == (1, "")
        assert "No order was found" in done.stderr


def test_an_order_is_shown_whole_with_its_history(kept: tuple[dict[str, str], Order]) -> None:
    environ, order = kept
    done = till(environ, "orders", "show", order_number(order.id))
    assert done.returncode == 0, done.stderr
    dispute, hold = order.disputes[0], order.holds[0]
    for fact in (order.id, "on_hold", order.contact.email, order.intent.id, dispute.id, dispute.reason, hold.cause_id):
        assert str(fact) in done.stdout
    assert "PaymentSucceeded" in done.stdout
    assert "FraudWarned" in done.stdout
    whole = till(environ, "orders", "show", order.id, "--json")
    body = json.loads(whole.stdout)
    assert (body["id"], body["status"]) == (order.id, "on_hold")
    missing = till(environ, "orders", "show", "T-1")
    assert (missing.returncode, "till orders find" in missing.stderr) == (1, True)


def test_a_hold_is_released_once_its_cause_allows_it(kept: tuple[dict[str, str], Order]) -> None:
    environ, order = kept
    by_reason = {hold.reason: hold.id for hold in order.holds}
    done = till(environ, "orders", "release", order_number(order.id), by_reason[HoldReason.WARNING], "--note", "called")
    assert (done.returncode, done.stdout) == (0, "Released. The order is on_hold now.\n"), done.stderr
    shown = json.loads(till(environ, "orders", "show", order.id, "--json").stdout)
    (released,) = [hold for hold in shown["holds"] if hold["id"] == by_reason[HoldReason.WARNING]]
    assert (released["note"], released["releasedBy"].startswith("admin:")) == ("called", True)
    for arguments, expected in (
        ((order.id, by_reason[HoldReason.DISPUTE]), "dispute is still open"),
        ((order.id, "hld_none"), "till orders show"),
        (("T-1", "hld_none"), "till orders find"),
    ):
        refused = till(environ, "orders", "release", *arguments)
        assert (refused.returncode, expected in refused.stderr) == (1, True), refused.stderr


def test_the_overview_names_what_waits(kept: tuple[dict[str, str], Order]) -> None:
    environ, order = kept
    done = till(environ, "overview")
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert [line for line in lines if "holds: warning" in line and "1" in line]
    assert [line for line in lines if order_number(order.id) in line and "warning" in line]
    assert [line for line in lines if order_number(order.id) in line and order.disputes[0].id in line]
