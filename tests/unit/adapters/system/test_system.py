"""The machine's clock and chance."""

from __future__ import annotations

from datetime import UTC, timedelta

from adapters.system.clock import SystemClock
from adapters.system.randomness import RandomRequestScopes, shuffle


async def test_the_clock_tells_utc_in_whole_milliseconds_and_goes_on() -> None:
    clock = SystemClock()
    before = clock.now()
    assert before.tzinfo is UTC
    assert before.microsecond % 1000 == 0
    await clock.sleep(0.002)
    assert timedelta() < clock.now() - before < timedelta(minutes=1)


def test_no_two_origins_are_alike() -> None:
    request_scopes = {RandomRequestScopes().fresh() for _ in range(1000)}
    assert len(request_scopes) == 1000
    assert {len(request_scope) for request_scope in request_scopes} == {64}


def test_shuffling_loses_nothing_and_changes_the_order() -> None:
    items = list(range(100))
    shuffle(items)
    assert sorted(items) == list(range(100)) != items
