"""Spans of requests and of the calls they make, in the terms of OpenTelemetry and W3C Trace Context."""

import re
import secrets
import time
from collections import deque
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Final

SERVER: Final = 2
CLIENT: Final = 3
"""Kinds of spans, as OTLP numbers them."""

_MAX_WAITING: Final = 2048  # spans; bounds the memory that an unreachable collector costs
_TRACEPARENT: Final = re.compile(r"00-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}")


@dataclass(slots=True, kw_only=True)
class Span:
    """A timed operation; `parent_id` is empty at the root of a trace."""

    name: str
    kind: int
    trace_id: str
    parent_id: str = ""
    span_id: str = field(default_factory=lambda: secrets.token_hex(8))
    start_ns: int
    end_ns: int = 0
    attributes: dict[str, str | int] = field(default_factory=dict)
    failed: bool = False


class Spans:
    """Spans that wait to be exported; none are made unless they are exported."""

    def __init__(self) -> None:
        self.exporting = False
        self._waiting: deque[Span] = deque(maxlen=_MAX_WAITING)

    def add(self, span: Span) -> None:
        """Queues a finished span for export; the oldest are dropped when too many wait."""
        self._waiting.append(span)

    def take(self) -> list[Span]:
        """Returns all that wait, and removes them."""
        taken = list(self._waiting)
        self._waiting.clear()
        return taken


SPANS: Final = Spans()
_current: ContextVar[Span | None] = ContextVar("till_span", default=None)


@contextmanager
def request_span(traceparent: str | None) -> Iterator[Span | None]:
    """Spans a request and continues its caller's trace; the caller names the span and records how it ended."""
    if not SPANS.exporting:
        yield None
        return
    known = _TRACEPARENT.fullmatch(traceparent or "")
    span = Span(
        name="request",
        kind=SERVER,
        trace_id=known[1] if known else secrets.token_hex(16),
        parent_id=known[2] if known else "",
        start_ns=time.time_ns(),
    )
    token = _current.set(span)
    try:
        yield span
    finally:
        _current.reset(token)
        span.end_ns = time.time_ns()
        SPANS.add(span)


def record_call(name: str, seconds: float, attributes: Mapping[str, str | int], *, failed: bool) -> None:
    """Records a call to another system that just ended, within the request that made it or on its own."""
    if not SPANS.exporting:
        return
    parent, now = _current.get(), time.time_ns()
    SPANS.add(
        Span(
            name=name,
            kind=CLIENT,
            trace_id=parent.trace_id if parent else secrets.token_hex(16),
            parent_id=parent.span_id if parent else "",
            start_ns=now - round(seconds * 1e9),
            end_ns=now,
            attributes=dict(attributes),
            failed=failed,
        )
    )
