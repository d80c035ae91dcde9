"""The limiter in memory keeps the port's promises."""

import pytest

from adapters.in_memory.stores.rate_limiter import InMemoryRateLimiter
from application.ports.edge.rate_limiter import Lease, LimiterUnreachable
from tests.contracts.rate_limiter_suite import COUNT, SECONDS, RateLimiterContract


class TestInMemoryRateLimiter(RateLimiterContract):
    @pytest.fixture
    def limiter(self) -> InMemoryRateLimiter:
        return InMemoryRateLimiter(lambda: 1000.0, count=COUNT, seconds=SECONDS)

    async def test_a_new_window_begins_when_the_last_is_over(self) -> None:
        now = 1000.0
        limiter = InMemoryRateLimiter(lambda: now, count=1, seconds=60)
        assert await limiter.lease("subject:ada") == Lease(permits=1, seconds=60)
        assert await limiter.lease("subject:ada") == Lease(permits=0, seconds=60)

        now += 60

        assert await limiter.lease("subject:ada") == Lease(permits=1, seconds=60)

    async def test_it_can_be_out_of_reach(self, limiter: InMemoryRateLimiter) -> None:
        limiter.down = True

        with pytest.raises(LimiterUnreachable):
            await limiter.lease("subject:ada")
