"""Counters and histograms for Prometheus, summed over processes where PROMETHEUS_MULTIPROC_DIR is set."""

import os
from collections.abc import Sequence
from http import HTTPMethod
from typing import Final

from prometheus_client import REGISTRY, CollectorRegistry, Counter, Histogram, Metric, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

REQUESTS: Final = Counter("till_http_requests", "Requests by route and status.", ["method", "route", "status"])
REQUEST_SECONDS: Final = Histogram(
    "till_http_request_seconds",
    "How long requests took.",
    ["method", "route"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30),
)
RATE_LIMITED: Final = Counter("till_rate_limited", "Requests that were refused by the rate limit.")
RATE_LIMITER_FAILURES: Final = Counter(
    "till_rate_limiter_failures", "Requests that were let through because the rate limiter could not be read."
)
IDEMPOTENT_REPLAYS: Final = Counter(
    "till_idempotent_replays", "Responses that were replayed for their idempotency key."
)
IDEMPOTENCY_FAILURES: Final = Counter(
    "till_idempotency_failures", "Responses that could not be stored; their keys are resumed instead of replayed."
)
CONNECTIONS_REFUSED: Final = Counter(
    "till_connections_refused", "Connections that were refused because the process had too many open."
)
CSP_REPORTS: Final = Counter("till_csp_reports", "Violations of the pages' policy that browsers reported.")

_METHODS: Final = frozenset(HTTPMethod)


def observe_request(method: str, route: str, status: int, seconds: float) -> None:
    """Counts one request; unknown methods share one series, so that callers can't create new ones."""
    known = method if method in _METHODS else "other"
    REQUESTS.labels(known, route, str(status)).inc()
    REQUEST_SECONDS.labels(known, route).observe(seconds)


def exposition(gauges: Sequence[Metric]) -> bytes:
    """Returns the metrics of all processes that share the directory, and these gauges, in Prometheus' text format."""
    return generate_latest(registry(_Given(gauges)))


def registry(gauges: Collector) -> CollectorRegistry:
    """Returns the registry of the counters of all processes, and of gauges that are the same in each."""
    whole = CollectorRegistry()
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        MultiProcessCollector(whole)  # type: ignore[no-untyped-call]
    else:
        whole.register(REGISTRY)
    whole.register(gauges)
    return whole


class _Given:
    def __init__(self, gauges: Sequence[Metric]) -> None:
        self._gauges = gauges

    def collect(self) -> Sequence[Metric]:
        return self._gauges
