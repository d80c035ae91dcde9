"""The backlog as gauges, read from the database at each scrape, so that every process shows the same."""

import asyncio
import time
from collections.abc import Callable, Iterator
from typing import Final

from prometheus_client import Metric
from prometheus_client.core import GaugeMetricFamily

from application.ports.edge.backlog import Backlog, BacklogFigures
from application.ports.storage.failures import StoreRefused, StoreUnavailable
from application.ports.system.clock import Clock

_TIMEOUT_SECONDS: Final = 2.0
"""Well under the ten seconds after which Prometheus gives up a whole scrape."""
_FRESH_SECONDS: Final = 5.0
"""However often metrics are scraped, the database is read no more often."""


class BacklogGauges:
    """Reads the backlog at most every five seconds; where it can't be read, `till_backlog_readable` is 0."""

    def __init__(self, backlog: Backlog, clock: Clock, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._backlog = backlog
        self._clock = clock
        self._monotonic = monotonic
        self._reading = asyncio.Lock()
        self._read: tuple[float, BacklogFigures | None] | None = None

    async def __call__(self) -> list[Metric]:
        """Returns the current gauges."""
        async with self._reading:
            if self._read is None or self._monotonic() - self._read[0] >= _FRESH_SECONDS:
                self._read = (self._monotonic(), await self._figures())
        return list(_families(self._read[1]))

    async def _figures(self) -> BacklogFigures | None:
        try:
            async with asyncio.timeout(_TIMEOUT_SECONDS):
                return await self._backlog.figures(self._clock.now())
        except (StoreUnavailable, StoreRefused, TimeoutError):
            return None


class FromAnotherThread:
    """Reads the gauges from another thread; `loop` is the event loop that the database is used in."""

    def __init__(self, gauges: BacklogGauges, loop: asyncio.AbstractEventLoop) -> None:
        self._gauges = gauges
        self._loop = loop

    def collect(self) -> list[Metric]:
        """Returns the gauges, or none where the loop is too busy or has ended."""
        reading = self._gauges()
        try:
            asked = asyncio.run_coroutine_threadsafe(reading, self._loop)
        except RuntimeError:  # the loop was closed
            reading.close()
            return []
        try:
            return asked.result(timeout=2 * _TIMEOUT_SECONDS)
        except TimeoutError:
            asked.cancel()
            return []


def _families(figures: BacklogFigures | None) -> Iterator[Metric]:
    yield GaugeMetricFamily(
        "till_backlog_readable", "Whether the figures of the backlog could be read.", value=float(figures is not None)
    )
    if figures is None:
        return
    yield GaugeMetricFamily(
        "till_oldest_due_event_seconds",
        "Age of the oldest event that should have been applied.",
        value=figures.oldest_due_event,
    )
    yield GaugeMetricFamily(
        "till_oldest_untold_seconds",
        "Age of the oldest change or alert that is still to be mailed.",
        value=figures.oldest_pending,
    )
    yield GaugeMetricFamily(
        "till_oldest_undelivered_event_seconds",
        "Since the oldest change happened of which one of the shop's endpoints has not been notified.",
        value=figures.oldest_undelivered,
    )
    yield GaugeMetricFamily(
        "till_shop_events_set_aside", "Events for the shop's endpoints that were given up.", value=figures.set_aside
    )
    yield GaugeMetricFamily("till_dead_letters", "Events that could not be applied.", value=figures.dead_letters)
    yield GaugeMetricFamily(
        "till_refunds_outcome_unknown",
        "Refunds whose outcome at Stripe is unknown.",
        value=figures.unknown_refunds,
    )
    holds = GaugeMetricFamily("till_open_holds", "Open holds by reason.", labels=["reason"])
    for reason, count in figures.open_holds.items():
        holds.add_metric([reason.value], count)
    yield holds
    orders = GaugeMetricFamily("till_recent_orders", "Orders created within a day, by status.", labels=["status"])
    for status, count in figures.recent_orders.items():
        orders.add_metric([status.value], count)
    yield orders
