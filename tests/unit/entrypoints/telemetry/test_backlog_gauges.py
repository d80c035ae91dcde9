"""The backlog is read when it is asked for, not at each asking, and its absence is a figure."""

from __future__ import annotations

import asyncio

import pytest
from prometheus_client import Metric

from adapters.in_memory.stores.all_stores import InMemoryStores
from adapters.in_memory.system.clock import VirtualClock
from adapters.in_memory.system.intercepted import Call, intercepted
from application.ports.storage.inbox import EventStatus
from entrypoints.telemetry.metrics import backlog_gauges
from entrypoints.telemetry.metrics.backlog_gauges import BacklogGauges
from tests.builders import AUDIT_SECRET, inbox_entry, paid, with_facts
from tests.fact_builders import warning_fact


class Asked:
    """A backlog that counts how often it is asked, and a clock to wait by."""

    def __init__(self) -> None:
        self.stores = InMemoryStores(AUDIT_SECRET)
        self.times = 0
        self.seconds = 0.0
        counted = intercepted(self.stores.backlog, before=self._count)
        self.gauges = BacklogGauges(counted, VirtualClock(), lambda: self.seconds)

    async def _count(self, _: Call) -> None:
        self.times += 1


@pytest.fixture
def asked() -> Asked:
    return Asked()


def samples(metrics: list[Metric]) -> dict[str, float]:
    return {
        ":".join([sample.name, *sample.labels.values()]): sample.value
        for metric in metrics
        for sample in metric.samples
    }


async def test_every_figure_is_a_gauge(asked: Asked) -> None:
    order = paid()
    await asked.stores.orders.add(with_facts(order, warning_fact(order)))
    await asked.stores.inbox.receive(inbox_entry(status=EventStatus.DEAD))

    shown = samples(await asked.gauges())

    assert shown["till_backlog_readable"] == 1.0
    assert shown["till_dead_letters"] == 1.0
    assert shown["till_open_holds:warning"] == 1.0
    assert shown["till_open_holds:dispute"] == 0.0
    assert shown["till_oldest_due_event_seconds"] == 0.0
    assert {"till_oldest_untold_seconds", "till_refunds_outcome_unknown", "till_recent_orders:on_hold"} < set(shown)


async def test_the_database_is_asked_once_in_five_seconds_by_however_many(asked: Asked) -> None:
    await asyncio.gather(*(asked.gauges() for _ in range(7)))
    asked.seconds = 4.99
    await asked.gauges()
    assert asked.times == 1

    asked.seconds = 5.0
    await asked.stores.inbox.receive(inbox_entry(status=EventStatus.DEAD))
    assert samples(await asked.gauges())["till_dead_letters"] == 1.0
    assert asked.times == 2


async def test_a_database_that_is_away_leaves_only_that_to_say(asked: Asked) -> None:
    asked.stores.faults.down = True
    assert samples(await asked.gauges()) == {"till_backlog_readable": 0.0}

    asked.stores.faults.down = False
    asked.seconds = 5.0
    assert samples(await asked.gauges())["till_backlog_readable"] == 1.0


async def test_a_database_that_never_answers_is_not_waited_for(asked: Asked, monkeypatch: pytest.MonkeyPatch) -> None:
    async def hangs(_: object) -> None:
        await asyncio.Event().wait()

    monkeypatch.setattr(backlog_gauges, "_TIMEOUT_SECONDS", 0.01)
    monkeypatch.setattr(asked.stores.backlog, "figures", hangs)

    assert samples(await asked.gauges()) == {"till_backlog_readable": 0.0}
