"""A process leases permits in batches and never allows more than it was given."""

from __future__ import annotations

import asyncio

import pytest

from adapters.in_memory.stores.rate_limiter import InMemoryRateLimiter
from application.ports.edge.rate_limiter import Lease, LimiterUnreachable
from entrypoints.http.edge import permits
from entrypoints.http.edge.permits import LeasedPermits


class SharedCount:
    """A limiter of 100 requests a minute whose leases wait to be let through; `trips` counts them."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.limiter = InMemoryRateLimiter(lambda: self.now, count=100, seconds=60)
        self.trips = 0

    async def lease(self, caller: str) -> Lease:
        self.trips += 1
        await asyncio.sleep(0)
        return await self.limiter.lease(caller)

    def process(self) -> LeasedPermits:
        return LeasedPermits(self, lambda: self.now)


async def test_a_window_costs_a_round_trip_for_each_lease_and_none_for_refusals() -> None:
    shared = SharedCount()
    process = shared.process()

    waits = [await process.take("subject:ada") for _ in range(150)]

    assert waits == [0] * 100 + [60] * 50
    assert shared.trips == 10


async def test_requests_at_once_share_one_lease() -> None:
    shared = SharedCount()
    process = shared.process()

    waits = await asyncio.gather(*(process.take("subject:ada") for _ in range(150)))

    assert waits.count(0) == 100
    assert shared.trips == 10


async def test_two_processes_never_allow_more_than_the_limit() -> None:
    shared = SharedCount()
    processes = [shared.process(), shared.process()]

    waits = [await processes[turn % 2].take("subject:ada") for turn in range(200)]

    assert waits.count(0) == 100


async def test_a_window_that_is_over_gives_new_permits() -> None:
    shared = SharedCount()
    process = shared.process()
    for _ in range(101):
        await process.take("subject:ada")
    shared.now += 59.5
    assert await process.take("subject:ada") == 1

    shared.now += 0.5

    assert await process.take("subject:ada") == 0


async def test_callers_above_the_bound_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(permits, "MAX_CALLERS", 2)
    shared = SharedCount()
    process = shared.process()
    for caller in ("address:192.0.2.1", "address:192.0.2.2", "address:192.0.2.1", "address:192.0.2.3"):
        await process.take(caller)
    trips = shared.trips

    await process.take("address:192.0.2.1")
    assert shared.trips == trips
    await process.take("address:192.0.2.2")
    assert shared.trips == trips + 1


async def test_a_count_out_of_reach_is_an_error_for_every_request_that_waits() -> None:
    shared = SharedCount()
    shared.limiter.down = True
    process = shared.process()

    faults = await asyncio.gather(*(process.take("subject:ada") for _ in range(3)), return_exceptions=True)

    assert [type(fault) for fault in faults] == [LimiterUnreachable] * 3
    assert shared.trips == 1
