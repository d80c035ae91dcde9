"""A save sends what changed, and what is stored is the whole order all the same."""

from __future__ import annotations

from typing import Any

import bson
import pytest

from adapters.mongodb.documents.order import to_document
from adapters.mongodb.documents.state import state_digest
from adapters.mongodb.driver.connection import Database
from adapters.mongodb.stores.recent_orders import KEPT, RecentOrders, changed_fields
from application.ports.storage.failures import StaleOrder
from domain.orders.order import Order
from tests.builders import asked, checkout, line, paid, with_facts, with_refund_reserved
from tests.contracts.stores.mongodb import mongo_stores
from tests.contracts.stores.orders_suite import eventful
from tests.contracts.stores.stores import Stores
from tests.fact_builders import refund_fact
from tests.mongodb_commands import CountedCommands
from tests.when import after

LINES = tuple(line(f"sku-{number}", 1299, 2, name="A cup of a colour") for number in range(10))


@pytest.fixture
def stores(counted_database: Database) -> Stores:
    return mongo_stores(counted_database)


def update_in(counted: CountedCommands) -> dict[str, Any]:
    (command,) = (command for command in counted.commands if "update" in command)
    (statement,) = command["updates"]  # type: ignore[misc]
    return dict(statement)  # type: ignore[call-overload, no-any-return]


async def test_the_save_of_a_payment_sends_it_and_nothing_that_the_order_had(
    stores: Stores, counted: CountedCommands
) -> None:
    order = await stores.orders.add(asked(checkout(lines=LINES)))
    counted.forget()
    await stores.orders.save(paid(order, at=after(5)))
    assert counted.sent == ["update"]
    update = update_in(counted)
    assert set(update["u"]["$set"]) == {
        *("attention.at", "attention.due", "attention.labels", "attention.notify", "attention.tries"),
        *("head", "status", "updatedAt", "watchedUntil"),
        *("outbox.shopper.due", *(f"{cursor}.due" for cursor in cursors_in(update))),
        *("payment.captured", "payment.chargeId", "payment.paidAt", "payment.paidWith", "payment.riskLevel"),
        *("payment.state", "payment.status"),
    }
    assert len(bson.encode(update)) <= SAVE_OF_A_PAYMENT


SAVE_OF_A_PAYMENT = 1800
"""Bytes, two endpoints of the shop included; an order of ten lines is stored in 4800."""


def cursors_in(update: dict[str, Any]) -> set[str]:
    return {name.rpartition(".")[0] for name in update["u"]["$max"]}


async def test_a_save_costs_the_same_however_much_is_in_the_order(stores: Stores, counted: CountedCommands) -> None:
    sizes = []
    for lines in (LINES[:1], LINES):
        order = await stores.orders.add(asked(checkout(lines=lines)))
        counted.forget()
        await stores.orders.save(with_refund_reserved(paid(order), 1))
        sizes.append(len(bson.encode(update_in(counted))))
    # The label of its total has a digit more.
    assert sizes[1] - sizes[0] <= 10


async def test_a_process_that_did_not_read_the_order_reads_it_once_more(
    counted_database: Database, counted: CountedCommands
) -> None:
    order = await mongo_stores(counted_database).orders.add(asked())
    counted.forget()
    other = mongo_stores(counted_database).orders
    saved = await other.save(paid(order))
    assert counted.sent == ["find", "update"]
    assert await other.get(order.id) == saved
    with pytest.raises(StaleOrder):
        await mongo_stores(counted_database).orders.save(paid(order))


async def test_what_is_stored_is_the_whole_order_after_each_save(stores: Stores, database: Database) -> None:
    order = await stores.orders.add(checkout(lines=LINES))
    for change in (asked, paid, lambda known: with_refund_reserved(known, 1), eventful_after):
        order = await stores.orders.save(change(order))
        (stored,) = await database["orders"].find({"_id": order.id}).to_list(1)
        assert state_digest(stored) == state_digest(to_document(order))
        assert await mongo_stores(database).orders.get(order.id) == order


def eventful_after(order: Order) -> Order:
    return with_facts(order, refund_fact(order, 1, refund_id=order.refunds[0].id), refund_fact(order, 5))


async def test_a_payment_with_fields_of_another_version_is_replaced_as_a_whole(
    stores: Stores, database: Database
) -> None:
    order = await stores.orders.add(asked())
    await database["orders"].update_one({"_id": order.id}, {"$set": {"payment.added": 1}})
    known = await stores.orders.get(order.id)
    assert known is not None
    saved = await stores.orders.save(eventful(known))
    (stored,) = await database["orders"].find({"_id": order.id}).to_list(1)
    assert "added" not in stored["payment"]
    assert state_digest(stored) == state_digest(to_document(saved))


def test_only_the_latest_documents_are_kept_each_at_its_version() -> None:
    recent = RecentOrders()
    documents = [to_document(checkout()) | {"version": 3} for _ in range(KEPT + 1)]
    for document in documents:
        recent.keep(document)
    first, second, *_ = documents
    assert recent.at(first["_id"], 3) is None
    assert recent.at(second["_id"], 3) is second
    assert recent.at(second["_id"], 4) is None
    recent.forget(second["_id"])
    assert recent.at(second["_id"], 3) is None


def test_what_differs_is_found_field_by_field() -> None:
    before = {"a": 1, "kept": [1], "payment": {"state": "x", "amount": 5}}
    now = {"a": 2, "kept": [1], "b": None, "payment": {"state": "y", "amount": 5, "more": 0}}
    assert changed_fields(before, now) == {"a": 2, "b": None, "payment.state": "y", "payment.more": 0}
    assert changed_fields(now, now) == {}
    assert changed_fields(now, before) == {"a": 1, "payment": before["payment"]}
