"""Stripe's latency and errors are counted by route, and a refused key is reported without holding anyone up."""

from __future__ import annotations

import asyncio

from prometheus_client import REGISTRY
from structlog.testing import capture_logs

from application.ports.storage.failures import StoreUnavailable
from application.ports.stripe.failures import KeyRefused
from entrypoints.telemetry.observers.stripe_calls import StripeWatch


def figure(name: str, **labels: str) -> float:
    return REGISTRY.get_sample_value(name, labels) or 0.0


def calls(status: str) -> float:
    return figure("till_stripe_calls_total", method="POST", route="/v1/refunds", status=status)


class Reports:
    """Where a refused key is reported, or not: the store may be down."""

    def __init__(self, failure: Exception | None = None) -> None:
        self.received = asyncio.Event()
        self._failure = failure

    async def __call__(self, refusal: KeyRefused) -> None:
        self.received.set()
        if self._failure is not None:
            raise self._failure


async def test_each_call_is_counted_by_its_outcome_and_timed() -> None:
    watch = StripeWatch(Reports())
    before = (calls("200"), calls("none"))
    timed = figure("till_stripe_seconds_sum", method="POST", route="/v1/refunds")

    watch("POST", "/v1/refunds", 200, 0.25)
    watch("POST", "/v1/refunds", None, 8.0)

    assert (calls("200"), calls("none")) == (before[0] + 1, before[1] + 1)
    assert figure("till_stripe_seconds_sum", method="POST", route="/v1/refunds") == timed + 8.25


async def test_a_refused_key_is_reported() -> None:
    reports = Reports()
    StripeWatch(reports).refused(KeyRefused("Stripe answered 401"))
    async with asyncio.timeout(5):
        await reports.received.wait()


async def test_the_last_call_says_whether_stripe_answers() -> None:
    now = [1299.0]
    watch = StripeWatch(Reports(), lambda: now[0])
    assert watch.answered_within(60) is None
    for status, answers in (
        (200, True),
        (402, True),
        (403, True),
        (429, True),
        (401, False),
        (500, False),
        (None, False),
    ):
        watch("GET", "/v1/balance", status, 0.1)
        assert watch.answered_within(60) is answers, status
    now[0] += 60
    assert watch.answered_within(60) is None


async def test_a_report_that_fails_is_a_line_and_no_crash() -> None:
    with capture_logs() as lines:
        watch = StripeWatch(Reports(StoreUnavailable("MongoDB: AutoReconnect")))
        watch.refused(KeyRefused("Stripe answered 401"))
        await asyncio.gather(*watch._reports)

    assert [line["event"] for line in lines] == ["refused_key_not_reported"]
