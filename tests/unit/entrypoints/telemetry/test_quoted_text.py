"""A log line is one line of printable ASCII, whatever text of others it quotes."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator

import pytest
import structlog

from adapters.in_memory.stores.all_stores import InMemoryStores
from entrypoints.telemetry.logs import Lines, start_logging
from entrypoints.telemetry.observers.orders import WatchedOrders
from tests.builders import AUDIT_SECRET, by, checkout


@pytest.fixture
def stream(monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    root = logging.getLogger()
    handlers, level, before = root.handlers, root.level, Lines.stream
    written = io.StringIO()
    monkeypatch.setattr("sys.stderr", written)
    start_logging("info")
    yield written
    root.handlers, root.level, Lines.stream = handlers, level, before
    structlog.reset_defaults()


async def test_an_orders_line_quotes_control_characters_and_keeps_its_fields(stream: io.StringIO) -> None:
    every_control = "".join(chr(code) for code in (*range(0x20), *range(0x7F, 0xA0), 0x2028, 0x202E))
    hostile = f'admin:eve","event":"forged"\r\n{{"event":"forged"}}{every_control}'
    order = checkout()
    await WatchedOrders(InMemoryStores(AUDIT_SECRET).orders).add(
        order.recording(order.changes[0].type, by(hostile), {"code": hostile})
    )

    written = stream.getvalue()
    lines = [json.loads(line) for line in written.split("\n") if line]
    assert [line["event"] for line in lines] == ["order_changed", "order_changed"]
    assert lines[-1]["actor"] == lines[-1]["code"] == hostile
    assert all(character == "\n" or " " <= character <= "~" for character in written)
