"""Sends spans to a collector by OTLP over HTTP in JSON (opentelemetry.io/docs/specs/otlp), which needs no SDK."""

import asyncio
import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from typing import Any, Final

import aiohttp
from prometheus_client import Counter

from entrypoints.telemetry.traces.spans import SPANS, Span

LOST: Final = Counter("till_spans_lost", "Spans that the collector did not take.")
_EVERY_SECONDS: Final = 2.0
_TIMEOUT: Final = aiohttp.ClientTimeout(total=3)
_ERROR: Final = 2


@asynccontextmanager
async def exporting(endpoint: str | None, service: str = "till") -> AsyncIterator[None]:
    """Exports spans while it is entered, and the rest at its end; without an endpoint none are made."""
    if endpoint is None:
        yield
        return
    SPANS.exporting = True
    async with aiohttp.ClientSession(timeout=_TIMEOUT, trust_env=True) as session:
        sending = asyncio.create_task(_send_for_ever(session, endpoint, service))
        try:
            yield
        finally:
            SPANS.exporting = False
            sending.cancel()
            with suppress(asyncio.CancelledError):
                await sending
            await _send(session, endpoint, service)


def encoded(spans: Sequence[Span], service: str) -> dict[str, Any]:
    """Returns an ExportTraceServiceRequest."""
    return {
        "resourceSpans": [
            {
                "resource": {"attributes": [_attribute("service.name", service)]},
                "scopeSpans": [{"scope": {"name": "till"}, "spans": [_span(span) for span in spans]}],
            }
        ]
    }


async def _send_for_ever(session: aiohttp.ClientSession, endpoint: str, service: str) -> None:
    while True:
        await asyncio.sleep(_EVERY_SECONDS)
        await _send(session, endpoint, service)


async def _send(session: aiohttp.ClientSession, endpoint: str, service: str) -> None:
    spans = SPANS.take()
    if not spans:
        return
    body = json.dumps(encoded(spans, service)).encode()
    try:
        async with session.post(
            f"{endpoint}/v1/traces", data=body, headers={"Content-Type": "application/json"}
        ) as answer:
            accepted = answer.status < 300
    # Nothing waits for traces, and nothing fails with them.
    except (aiohttp.ClientError, TimeoutError):
        accepted = False
    if not accepted:
        LOST.inc(len(spans))


def _span(span: Span) -> dict[str, Any]:
    return {
        "traceId": span.trace_id,
        "spanId": span.span_id,
        "parentSpanId": span.parent_id,
        "name": span.name,
        "kind": span.kind,
        "startTimeUnixNano": str(span.start_ns),
        "endTimeUnixNano": str(span.end_ns),
        "attributes": [_attribute(name, value) for name, value in span.attributes.items()],
        "status": {"code": _ERROR} if span.failed else {},
    }


def _attribute(name: str, value: str | int) -> dict[str, Any]:
    kept = {"intValue": str(value)} if isinstance(value, int) else {"stringValue": value}
    return {"key": name, "value": kept}
