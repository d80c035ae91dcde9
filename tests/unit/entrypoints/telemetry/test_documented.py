"""What docs/operations.md says of metrics and log lines is what there is, and all of it."""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

from prometheus_client import REGISTRY, Metric
from structlog.testing import capture_logs

import entrypoints.telemetry
from adapters.in_memory.stores.all_stores import InMemoryStores
from adapters.in_memory.system.clock import VirtualClock
from entrypoints.telemetry.metrics.backlog_gauges import BacklogGauges
from entrypoints.telemetry.observers.orders import WatchedOrders
from tests.builders import AUDIT_SECRET, asked, checkout, paid, with_refund_reserved

PAGE = (Path(__file__).parents[4] / "docs" / "operations.md").read_text()
SAMPLE_OF = re.compile(r"_(count|sum|bucket)$")


def shown_name(metric: Metric) -> str:
    return f"{metric.name}_total" if metric.type == "counter" else metric.name


async def existing() -> set[str]:
    for module in walk_packages(entrypoints.telemetry.__path__, "entrypoints.telemetry."):
        import_module(module.name)
    gauges = await BacklogGauges(InMemoryStores(AUDIT_SECRET).backlog, VirtualClock())()
    names = {shown_name(metric) for metric in (*REGISTRY.collect(), *gauges)}
    return {name for name in names if name.startswith("till_")}


def rows_of(section: str) -> list[str]:
    (text,) = re.findall(rf"^### {section}\n(.*?)(?=^##)", PAGE, re.MULTILINE | re.DOTALL)
    return [line for line in text.splitlines() if line.startswith("| `")]


async def test_every_metric_is_in_the_table() -> None:
    documented = {name for row in rows_of("Metrics") for name in re.findall(r"`(till_\w+)`", row.split("|")[1])}

    assert await existing() - documented == set()


async def test_every_metric_that_the_page_names_exists() -> None:
    named = {SAMPLE_OF.sub("", name) for name in re.findall(r"\btill_[a-z_]+", PAGE)}

    assert named - await existing() == set()


async def test_every_field_of_an_orders_line_is_in_the_table() -> None:
    (row,) = [row for row in rows_of("Logs") if row.startswith("| `order_changed`")]
    orders = WatchedOrders(InMemoryStores(AUDIT_SECRET).orders)
    with capture_logs() as lines:
        order = await orders.add(asked(checkout()))
        await orders.save(with_refund_reserved(paid(order)))

    written = {field for line in lines for field in line} - {"event", "log_level"}
    assert written - set(re.findall(r"`(\w+)`", row)) == set()
