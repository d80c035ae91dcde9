"""Each change of an order is one log line and one count, and the chain's head is in every line."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest
from prometheus_client import REGISTRY
from structlog.testing import capture_logs

from adapters.in_memory.stores.all_stores import InMemoryStores
from application.ports.storage.failures import DuplicateOrder, StaleOrder, StoreUnavailable
from domain.facts.payment import PaymentState
from domain.identifiers.order_number import order_number
from domain.refunds.refund import RefundStatus
from entrypoints.telemetry.observers.orders import WatchedOrders
from tests.builders import AUDIT_SECRET, asked, by, checkout, paid, with_facts, with_refund_reserved
from tests.fact_builders import dispute_fact, failed_attempt, intent_id_of, payment_fact, refund_fact
from tests.when import after


@pytest.fixture
def stores() -> InMemoryStores:
    return InMemoryStores(AUDIT_SECRET)


@pytest.fixture
def orders(stores: InMemoryStores) -> WatchedOrders:
    return WatchedOrders(stores.orders)


def counted(name: str, **labels: str) -> float:
    return REGISTRY.get_sample_value(f"{name}_total", labels) or 0.0


class Counted:
    """How much counters rose."""

    def __init__(self, *wanted: tuple[str, Mapping[str, str]]) -> None:
        self._wanted = wanted
        self._before = self._now()

    def _now(self) -> list[float]:
        return [counted(name, **labels) for name, labels in self._wanted]

    def risen(self) -> list[float]:
        return [now - before for now, before in zip(self._now(), self._before, strict=True)]


async def test_each_change_is_a_line_that_says_who_what_and_why(orders: WatchedOrders, stores: InMemoryStores) -> None:
    order = await orders.add(asked(checkout()))
    with capture_logs() as lines:
        saved = await orders.save(with_refund_reserved(paid(order), 833))

    first, second = lines
    refund = saved.refunds[0]
    assert first == {
        "event": "order_changed",
        "log_level": "info",
        "order_id": order.id,
        "order_number": order_number(order.id),
        "payment_intent_id": intent_id_of(order),
        "seq": 3,
        "type": "PaymentSucceeded",
        "actor": "stripe",
        "cause": "event:evt_test",
        "amount": 1299,
        "currency": "usd",
        "head_seq": 4,
        "head_hash": saved.head.hash,
    }
    assert (second["seq"], second["type"], second["actor"], second["cause"]) == (
        4,
        "RefundRequested",
        "admin:boss",
        "request:refund",
    )
    assert (second["amount"], second["refund_id"]) == (833, refund.id)


async def test_the_head_in_a_line_is_the_one_that_is_stored(orders: WatchedOrders, stores: InMemoryStores) -> None:
    with capture_logs() as lines:
        order = await orders.add(asked(checkout()))
        await orders.save(paid(order))

    entries = await stores.histories.entries(order.id)
    assert entries is not None
    assert [line["seq"] for line in lines] == [entry.seq for entry in entries]
    for line in lines:
        assert entries[line["head_seq"] - 1].hash == line["head_hash"]


async def test_what_was_not_saved_is_not_reported(orders: WatchedOrders) -> None:
    order = await orders.add(asked(checkout()))
    await orders.save(paid(order))
    rises = Counted(("till_order_changes", {"type": "PaymentSucceeded"}))
    with capture_logs() as lines:
        with pytest.raises(DuplicateOrder):
            await orders.add(order)
        with pytest.raises(StaleOrder):
            await orders.save(paid(order))
        await orders.get(order.id)
        await orders.by_intent(intent_id_of(order))

    assert lines == []
    assert rises.risen() == [0.0]


async def test_a_write_without_an_answer_is_reported_as_such(orders: WatchedOrders, stores: InMemoryStores) -> None:
    order = await orders.add(asked(checkout()))
    stores.faults.answers_to_lose = 1
    with capture_logs() as lines, pytest.raises(StoreUnavailable):
        await orders.save(paid(order))
    stores.faults.down = True
    with capture_logs() as of_add, pytest.raises(StoreUnavailable):
        await orders.add(checkout())

    (line,) = lines
    assert (line["event"], line["log_level"], line["types"]) == (
        "order_save_unanswered",
        "warning",
        ["PaymentSucceeded"],
    )
    assert (line["order_id"], line["head_seq"], line["head_hash"]) == (order.id, 2, order.head.hash)
    assert [line["event"] for line in of_add] == ["order_save_unanswered"]


async def test_payments_and_refunds_are_counted_by_the_status_they_came_to(orders: WatchedOrders) -> None:
    payments = Counted(
        *(
            ("till_payments", {"status": status})
            for status in ("pending", "failed", "succeeded", "disputed", "canceled")
        )
    )
    refunds = Counted(
        *(("till_refunds", {"status": status}) for status in ("requested", "pending", "succeeded", "failed"))
    )
    changes = Counted(("till_order_changes", {"type": "RefundSucceeded"}))

    order = await orders.add(asked(checkout()))
    order = await orders.save(with_facts(order, payment_fact(order, PaymentState.FAILED, failure=failed_attempt())))
    order = await orders.save(paid(order))
    order = await orders.save(with_refund_reserved(order, 1))
    order = await orders.save(with_facts(order, refund_fact(order, 833, RefundStatus.PENDING)))
    refund = order.refunds[-1]
    for status in (RefundStatus.SUCCEEDED, RefundStatus.FAILED):
        fact = refund_fact(order, 833, status, stripe_refund_id=refund.stripe_refund_id)
        order = await orders.save(with_facts(order, fact, at=after(9)))
    await orders.save(with_facts(order, dispute_fact(order)))

    assert payments.risen() == [1.0, 1.0, 1.0, 1.0, 0.0]
    assert refunds.risen() == [1.0, 1.0, 1.0, 1.0]
    assert changes.risen() == [1.0]


async def test_nothing_personal_is_in_a_line(orders: WatchedOrders) -> None:
    with capture_logs() as lines:
        order = await orders.add(asked(checkout()))
        order = await orders.save(with_refund_reserved(paid(order), 1, note="Ada called, she is sad"))
        await orders.save(with_facts(order, dispute_fact(order)))

    text = json.dumps(lines)
    kept_out = (order.contact.email, order.shipping_address.name, order.shipping_address.line1, "Ada called", "4242")
    assert [word for word in kept_out if word in text] == []


async def test_text_of_others_stays_one_field_of_one_line(orders: WatchedOrders) -> None:
    order = checkout()
    hostile = 'admin:eve\n{"event":"order_changed","type":"HoldReleased"}\x1b[2J\x7f\u2028'
    started: dict[str, Any] = {"amount": 1, "code": hostile}
    with capture_logs() as lines:
        await orders.add(order.recording(order.changes[0].type, by(hostile), started))

    assert lines[-1]["actor"] == lines[-1]["code"] == hostile
    assert lines[-1]["type"] == "CheckoutStarted"
