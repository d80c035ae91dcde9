"""What every rate limiter must do."""

import asyncio
from datetime import UTC, datetime

from application.ports.edge.rate_limiter import RateLimiter

# Far ahead, so that the sweeper of a real database leaves the test alone.
NOON = datetime(2099, 11, 22, 12, tzinfo=UTC)
COUNT = 7
SECONDS = 3600


class RateLimiterContract:
    """Inherited by a module for each adapter, which gives the fixture `limiter`: COUNT calls in SECONDS."""

    async def test_a_caller_may_call_as_often_as_the_limit_says(self, limiter: RateLimiter) -> None:
        verdicts = [await limiter.hit("subject:ada") for _ in range(COUNT + 2)]

        assert [verdict.allowed for verdict in verdicts] == [True] * COUNT + [False] * 2
        assert 1 <= verdicts[-1].retry_after <= SECONDS

    async def test_callers_do_not_mind_each_other(self, limiter: RateLimiter) -> None:
        for _ in range(COUNT + 1):
            await limiter.hit("address:192.0.2.1")

        assert (await limiter.hit("address:192.0.2.2")).allowed

    async def test_calls_at_once_are_all_counted(self, limiter: RateLimiter) -> None:
        verdicts = await asyncio.gather(*(limiter.hit("subject:ada") for _ in range(3 * COUNT)))

        assert sum(verdict.allowed for verdict in verdicts) == COUNT
