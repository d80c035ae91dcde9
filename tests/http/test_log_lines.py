"""One line for each request: enough to find what happened, nothing that must not be kept."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
import structlog

from entrypoints.telemetry.logs import start_logging
from tests.http.served import exchange, served
from tests.http.till import CART, Till

Lines = list[dict[str, Any]]


class Written:
    """What the process wrote to its log."""

    def __init__(self, stream: io.StringIO) -> None:
        self._stream = stream

    @property
    def text(self) -> str:
        """As it stands there."""
        return self._stream.getvalue()

    @property
    def requests(self) -> Lines:
        """The lines about requests."""
        lines = [json.loads(line) for line in self.text.splitlines()]
        return [line for line in lines if line["event"] == "request"]


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> Iterator[Written]:
    root = logging.getLogger()
    handlers, level = root.handlers, root.level
    stream = io.StringIO()
    monkeypatch.setattr("sys.stderr", stream)
    start_logging("info")
    # A cached logger would keep this stream and these processors for the tests that run after this one.
    structlog.configure(cache_logger_on_first_use=False)
    yield Written(stream)
    root.handlers, root.level = handlers, level
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))


async def test_a_request_is_one_line_that_names_what_it_was_about(till: Till, written: Written) -> None:
    created = (await till.post("/api/payments/create-intent", CART)).json()
    await till.get(f"/api/payments/intent/{created['paymentIntentId']}")

    first, second = written.requests
    assert (first["method"], first["route"], first["status"]) == ("POST", "/api/payments/create-intent", 201)
    assert first["subject"] == "ada"
    assert first["order_id"] == created["orderId"]
    assert first["payment_intent_id"] == second["payment_intent_id"] == created["paymentIntentId"]
    assert second["route"] == "/api/payments/intent/{intent_id}"
    assert first["request_id"].startswith("req_")
    assert first["ms"] >= 0


async def test_a_webhooks_line_names_its_event(till: Till, written: Written) -> None:
    await till.started()
    await till.deliver()

    assert all(line["event_id"].startswith("evt_") for line in written.requests if line["route"].endswith("webhook"))


async def test_no_secret_and_no_person_is_written(till: Till, written: Written) -> None:
    created = (await till.post("/api/payments/create-intent", CART, key="a-key-of-adas")).json()
    await till.deliver()
    await till.http.post("/api/payments/webhook", content=b"{}", headers={"Stripe-Signature": "t=1,v1=00"})

    assert written.requests
    for kept_out in (
        created["clientSecret"],
        till.ada["Authorization"].removeprefix("Bearer "),
        till.model.secret_key,
        "a-key-of-adas",
        "Lovelace",
        "ada@shop.example",
        "St James",
        "v1=",
    ):
        assert kept_out not in written.text


async def test_no_caller_can_forge_a_line(till: Till, written: Written) -> None:
    await till.http.get("/api/orders/%0a%7B%22event%22:%22forged%22%7D%1b[2J", headers=till.ada)

    assert len(written.text.splitlines()) == 1
    assert "\x1b" not in written.text
    assert "forged" not in {line["event"] for line in written.requests}


async def test_an_unforeseen_error_is_written_with_its_trace(
    till: Till, written: Written, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fails(*_: object, **__: object) -> None:
        raise RuntimeError("nobody foresaw this")

    monkeypatch.setattr(till.stores.order_search, "page", fails)
    answer = await till.get("/api/orders")

    line = next(json.loads(line) for line in written.text.splitlines() if "unforeseen" in line)
    assert line["request_id"] == answer.json()["requestId"]
    assert "RuntimeError: nobody foresaw this" in line["exception"]


async def test_a_request_that_is_not_http_has_a_line_too(till: Till, written: Written) -> None:
    async with served(till) as port:
        answer = await exchange(port, b"nonsense\r\n\r\n")

    (line,) = written.requests
    assert (line["method"], line["route"], line["status"]) == ("", "unmatched", 400)
    assert line["client"] == "127.0.0.1"
    assert f'"requestId":"{line["request_id"]}"'.encode() in answer
