"""Requests and the calls they make reach a collector as one trace; a collector that is away costs nothing."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import web
from prometheus_client import REGISTRY

from entrypoints.telemetry.observers.stripe_calls import StripeWatch
from entrypoints.telemetry.traces.export import exporting
from entrypoints.telemetry.traces.spans import SPANS
from tests.http.till import Till

CALLER = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"


class Collector:
    """A collector that keeps what it is sent."""

    def __init__(self) -> None:
        self.url = ""
        self.requests: list[Any] = []

    async def take(self, request: web.Request) -> web.Response:
        self.requests.append(await request.json())
        return web.json_response({})

    @property
    def spans(self) -> dict[str, Any]:
        """All spans received, by name."""
        return {
            span["name"]: span
            for request in self.requests
            for span in request["resourceSpans"][0]["scopeSpans"][0]["spans"]
        }


@pytest.fixture
async def collector() -> AsyncIterator[Collector]:
    collector = Collector()
    app = web.Application()
    app.router.add_post("/v1/traces", collector.take)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    collector.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    yield collector
    await runner.cleanup()


async def nothing() -> None:
    return


async def test_a_request_continues_its_callers_trace(till: Till, collector: Collector) -> None:
    async with exporting(collector.url):
        await till.http.get("/api/orders/T-0?secret=1", headers={**till.ada, "traceparent": CALLER})

    span = collector.spans["GET /api/orders/{order}"]
    assert (span["traceId"], span["parentSpanId"]) == (CALLER.split("-")[1], CALLER.split("-")[2])
    assert int(span["endTimeUnixNano"]) >= int(span["startTimeUnixNano"]) > 0
    attributes = {attribute["key"]: attribute["value"] for attribute in span["attributes"]}
    assert attributes["http.response.status_code"] == {"intValue": "422"}
    assert "secret" not in str(collector.requests)


@pytest.mark.parametrize("traceparent", ["", "nonsense", "00-" + "g" * 32 + "-" + "0" * 16 + "-01"])
async def test_without_a_sound_trace_a_new_one_begins(till: Till, collector: Collector, traceparent: str) -> None:
    async with exporting(collector.url):
        await till.http.get("/health/live", headers={"traceparent": traceparent})

    assert collector.spans["GET /health/live"]["parentSpanId"] == ""


async def test_a_call_to_stripe_is_a_span_with_its_outcome(collector: Collector) -> None:
    watch = StripeWatch(nothing)
    async with exporting(collector.url):
        watch("POST", "/v1/refunds", 200, 0.25)
        watch("GET", "/v1/refunds/{refund}", None, 8.0)

    good, lost = collector.spans["Stripe POST /v1/refunds"], collector.spans["Stripe GET /v1/refunds/{refund}"]
    assert int(good["endTimeUnixNano"]) - int(good["startTimeUnixNano"]) == 250_000_000
    assert (good["status"], lost["status"]) == ({}, {"code": 2})


async def test_a_collector_that_is_away_costs_nothing_but_its_spans(till: Till) -> None:
    def lost() -> float:
        return REGISTRY.get_sample_value("till_spans_lost_total") or 0.0

    before = lost()
    async with exporting("http://127.0.0.1:1"):
        assert (await till.http.get("/health/live")).status_code == 200

    assert lost() == before + 1


async def test_without_a_collector_no_span_is_made(till: Till) -> None:
    async with exporting(None):
        await till.http.get("/health/live")

    assert SPANS.take() == []
