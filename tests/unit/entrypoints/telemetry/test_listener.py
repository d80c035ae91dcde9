"""Figures may have a listener of their own; of several processes one serves them."""

from __future__ import annotations

import asyncio
import urllib.request
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from adapters.in_memory.stores.all_stores import InMemoryStores
from adapters.in_memory.system.clock import VirtualClock
from entrypoints.settings import Address
from entrypoints.telemetry.metrics.backlog_gauges import BacklogGauges, FromAnotherThread
from entrypoints.telemetry.metrics.listener import metrics_listener
from entrypoints.telemetry.metrics.shared_figures import DIRECTORY
from tests.builders import AUDIT_SECRET, inbox_entry

ANY_PORT = Address(host="127.0.0.1", port=0)


@pytest.fixture
def stores() -> InMemoryStores:
    return InMemoryStores(AUDIT_SECRET)


@pytest.fixture
def gauges(stores: InMemoryStores) -> BacklogGauges:
    return BacklogGauges(stores.backlog, VirtualClock())


async def page_of(port: int | None) -> str:
    def fetch() -> str:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics") as answer:
            return str(answer.read().decode())

    return await asyncio.to_thread(fetch)


async def test_figures_are_served_while_the_process_lives(gauges: BacklogGauges) -> None:
    with metrics_listener(ANY_PORT, gauges) as port:
        assert "till_http_requests" in await page_of(port)

    with pytest.raises(OSError, match="refused"):
        await page_of(port)


async def test_the_backlog_is_served_too(gauges: BacklogGauges, stores: InMemoryStores) -> None:
    await stores.inbox.receive(inbox_entry())

    with metrics_listener(ANY_PORT, gauges) as port:
        page = await page_of(port)

    assert "till_backlog_readable 1.0\n" in page
    assert "\ntill_oldest_due_event_seconds " in page


async def test_a_port_that_somebody_else_has_is_reported_and_no_reason_not_to_work(gauges: BacklogGauges) -> None:
    with metrics_listener(ANY_PORT, gauges) as port, capture_logs() as lines:
        assert port is not None
        with metrics_listener(Address(host="127.0.0.1", port=port), gauges) as second:
            assert second is None

    assert lines == [{"event": "metrics_port_taken", "host": "127.0.0.1", "port": port, "log_level": "warning"}]


async def test_of_those_that_share_their_figures_the_first_serves_them(
    gauges: BacklogGauges, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv(DIRECTORY, str(tmp_path))

    with capture_logs() as lines:
        with metrics_listener(ANY_PORT, gauges) as port, metrics_listener(ANY_PORT, gauges) as second:
            assert port is not None
            assert second is None
        with metrics_listener(ANY_PORT, gauges) as next_one:
            assert next_one is not None

    assert lines == []


async def test_an_address_that_is_not_ours_is_an_error(gauges: BacklogGauges) -> None:
    with pytest.raises(OSError, match="assign"), metrics_listener(Address(host="192.0.2.1", port=0), gauges):
        pass


def test_without_an_address_there_is_no_listener(gauges: BacklogGauges) -> None:
    with metrics_listener(None, gauges) as port:
        assert port is None


def test_a_loop_at_its_end_has_no_gauges_to_give(gauges: BacklogGauges) -> None:
    loop = asyncio.new_event_loop()
    loop.close()

    assert FromAnotherThread(gauges, loop).collect() == []
