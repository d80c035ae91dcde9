"""What every rate limiter must do."""

import asyncio
from datetime import UTC, datetime

from application.ports.edge.rate_limiter import RateLimiter, lease_size

# Far ahead, so that the sweeper of a real database leaves the test alone.
NOON = datetime(2099, 11, 22, 12, tzinfo=UTC)
COUNT = 17
SECONDS = 3600


class RateLimiterContract:
    """Inherited by a module for each adapter, which gives the fixture `limiter`: COUNT calls in SECONDS."""

    async def test_a_caller_may_call_as_often_as_the_limit_says(self, limiter: RateLimiter) -> None:
        leases = [await limiter.lease("subject:ada") for _ in range(COUNT + 2)]

        assert sum(lease.permits for lease in leases) == COUNT
        assert leases[-1].permits == 0
        assert all(0 < lease.seconds <= SECONDS for lease in leases)

    async def test_a_lease_is_a_part_of_the_limit(self, limiter: RateLimiter) -> None:
        assert (await limiter.lease("subject:ada")).permits == lease_size(COUNT)

    async def test_callers_do_not_mind_each_other(self, limiter: RateLimiter) -> None:
        for _ in range(COUNT + 1):
            await limiter.lease("address:192.0.2.1")

        assert (await limiter.lease("address:192.0.2.2")).permits

    async def test_leases_taken_at_once_are_all_counted(self, limiter: RateLimiter) -> None:
        leases = await asyncio.gather(*(limiter.lease("subject:ada") for _ in range(3 * COUNT)))

        assert sum(lease.permits for lease in leases) == COUNT
