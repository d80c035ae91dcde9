"""Counters of several processes are one sum, whichever is asked; gauges come once, from the database."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

from prometheus_client.parser import text_string_to_metric_families

from entrypoints.telemetry.metrics.shared_figures import DIRECTORY

PROCESS = """
import asyncio, sys
import structlog
from adapters.in_memory.system.clock import VirtualClock
from adapters.in_memory.stores.all_stores import InMemoryStores
from entrypoints.telemetry.metrics.backlog_gauges import BacklogGauges
from entrypoints.telemetry.metrics.counters import exposition
from entrypoints.telemetry.observers.inbox import WatchedInbox
from entrypoints.telemetry.observers.orders import WatchedOrders
from tests.builders import AUDIT_SECRET, event, inbox_entry, paid
from tests.when import after

async def work(orders):
    stores = InMemoryStores(AUDIT_SECRET)
    for _ in range(orders):
        await WatchedOrders(stores.orders).add(paid())
        await WatchedInbox(stores.inbox).receive(inbox_entry(event(created=after(-7))))
    return exposition(await BacklogGauges(stores.backlog, VirtualClock())())

structlog.configure(logger_factory=structlog.PrintLoggerFactory(sys.stderr))
print(asyncio.run(work(int(sys.argv[1]))).decode())
"""


def page_after(orders: int, directory: Path) -> dict[str, float]:
    """What /metrics says in a process that took in so many orders."""
    done = subprocess.run(
        [sys.executable, "-c", PROCESS, str(orders)],
        env={**os.environ, "PROMETHEUS_MULTIPROC_DIR": str(directory), "PYTHONPATH": str(Path.cwd())},
        capture_output=True,
        text=True,
        check=True,
    )
    return {
        ":".join([sample.name, *sample.labels.values()]): sample.value
        for family in text_string_to_metric_families(done.stdout)
        for sample in family.samples
    }


def test_what_two_processes_counted_is_one_sum(tmp_path: Path) -> None:
    first = page_after(3, tmp_path)
    second = page_after(2, tmp_path)

    assert first["till_order_changes_total:PaymentSucceeded"] == 3.0
    assert second["till_order_changes_total:PaymentSucceeded"] == 5.0
    assert second["till_payments_total:succeeded"] == 5.0
    assert (second["till_event_lag_seconds_count"], second["till_event_lag_seconds_sum"]) == (5.0, 35.0)
    assert (first["till_backlog_readable"], second["till_backlog_readable"]) == (1.0, 1.0)


SHARER = """
import asyncio, os, sys
from entrypoints.settings.load import load_settings
from entrypoints.telemetry.metrics.shared_figures import shared_figures
from tests.unit.entrypoints.settings.test_settings import TEST_ENVIRON

settings = load_settings({**TEST_ENVIRON, "METRICS_BIND": f"127.0.0.1:{sys.argv[1]}"})
with shared_figures(1, settings):
    from adapters.in_memory.system.clock import VirtualClock
    from adapters.in_memory.stores.all_stores import InMemoryStores
    from entrypoints.telemetry.metrics.backlog_gauges import BacklogGauges
    from entrypoints.telemetry.metrics.listener import metrics_listener
    from entrypoints.telemetry.metrics.counters import CSP_REPORTS

    async def serve():
        gauges = BacklogGauges(InMemoryStores(b"").backlog, VirtualClock())
        with metrics_listener(settings.telemetry.metrics_bind, gauges) as port:
            CSP_REPORTS.inc(int(sys.argv[2]))
            print("serves" if port else "does not", flush=True)
            await asyncio.to_thread(sys.stdin.read)

    asyncio.run(serve())
"""


def test_processes_that_name_one_port_are_reported_of_there_by_any_of_them(tmp_path: Path) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    environ = {name: value for name, value in os.environ.items() if name != DIRECTORY}
    environ |= {"TMPDIR": str(tmp_path), "PYTHONPATH": os.pathsep.join([str(Path.cwd()), *sys.path])}

    def started(count: int) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-c", SHARER, port, str(count)],
            env=environ,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    said = []
    with started(3) as first:
        assert first.stdout is not None
        said.append(first.stdout.readline())
        with started(4) as second:
            assert second.stdout is not None
            said.append(second.stdout.readline())
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics") as answer:
                page = answer.read().decode()

    assert said == ["serves\n", "does not\n"]
    assert "\ntill_csp_reports_total 7.0\n" in page
