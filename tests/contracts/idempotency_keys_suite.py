"""What every keeper of idempotency keys must do."""

import asyncio
from datetime import UTC, datetime, timedelta

from application.ports.edge.idempotency_keys import KEPT, LEASE, Completed, Fresh, IdempotencyKeys, InFlight, Reused

# Far ahead, so that the sweeper of a real database leaves the test alone.
NOON = datetime(2099, 11, 22, 12, 0, 0, 125000, tzinfo=UTC)
TICK = timedelta(milliseconds=1)


class IdempotencyKeysContract:
    """Inherited by a module for each adapter, which gives the fixture `keys`."""

    async def test_a_new_key_is_fresh_and_then_in_flight(self, keys: IdempotencyKeys) -> None:
        assert await keys.claim("scope", "body", NOON) == Fresh(turn=1)
        assert await keys.claim("scope", "body", NOON) == InFlight(retry_after=10)
        assert await keys.claim("scope", "body", NOON + LEASE - TICK) == InFlight(retry_after=1)

    async def test_keys_do_not_mind_each_other(self, keys: IdempotencyKeys) -> None:
        assert await keys.claim("scope", "body", NOON) == Fresh(turn=1)
        assert await keys.claim("other", "body", NOON) == Fresh(turn=1)

    async def test_an_answer_is_kept_for_a_day_at_least(self, keys: IdempotencyKeys) -> None:
        claim = await keys.claim("scope", "body", NOON)
        assert isinstance(claim, Fresh)
        await keys.complete("scope", claim.turn, 201, '{"amount": 1299}', NOON)

        answered = Completed(status=201, body='{"amount": 1299}')
        assert await keys.claim("scope", "body", NOON) == answered
        assert await keys.claim("scope", "body", NOON + timedelta(hours=24)) == answered

    async def test_another_body_is_distinguished_before_and_after_the_answer(self, keys: IdempotencyKeys) -> None:
        claim = await keys.claim("scope", "body", NOON)
        assert isinstance(claim, Fresh)
        assert await keys.claim("scope", "another", NOON) == Reused()
        assert await keys.claim("scope", "another", NOON + LEASE) == Reused()

        await keys.complete("scope", claim.turn, 200, "{}", NOON)
        assert await keys.claim("scope", "another", NOON) == Reused()

    async def test_a_released_key_is_as_if_it_had_never_been_used(self, keys: IdempotencyKeys) -> None:
        claim = await keys.claim("scope", "body", NOON)
        assert isinstance(claim, Fresh)
        await keys.release("scope", claim.turn)

        assert isinstance(await keys.claim("scope", "another", NOON), Fresh)

    async def test_a_claim_that_lapsed_is_resumed_once(self, keys: IdempotencyKeys) -> None:
        await keys.claim("scope", "body", NOON)

        claims = [await keys.claim("scope", "body", NOON + LEASE) for _ in range(3)]

        assert claims == [Fresh(turn=2), InFlight(retry_after=10), InFlight(retry_after=10)]

    async def test_a_renewed_claim_does_not_lapse(self, keys: IdempotencyKeys) -> None:
        claim = await keys.claim("scope", "body", NOON)
        assert isinstance(claim, Fresh)
        await keys.renew("scope", claim.turn, NOON + LEASE / 2)

        assert await keys.claim("scope", "body", NOON + LEASE) == InFlight(retry_after=5)

    async def test_a_claim_that_was_taken_over_changes_nothing(self, keys: IdempotencyKeys) -> None:
        overtaken = await keys.claim("scope", "body", NOON)
        resumed = await keys.claim("scope", "body", NOON + LEASE)
        assert isinstance(overtaken, Fresh)
        assert isinstance(resumed, Fresh)

        await keys.release("scope", overtaken.turn)
        await keys.complete("scope", overtaken.turn, 500, '"late"', NOON + LEASE)
        await keys.renew("scope", overtaken.turn, NOON + 2 * LEASE)
        assert await keys.claim("scope", "body", NOON + 2 * LEASE - TICK) == InFlight(retry_after=1)

        await keys.complete("scope", resumed.turn, 201, '"first"', NOON + LEASE)
        await keys.complete("scope", resumed.turn, 201, '"second"', NOON + LEASE)
        await keys.release("scope", resumed.turn)
        assert await keys.claim("scope", "body", NOON + LEASE) == Completed(status=201, body='"first"')

    async def test_what_expired_counts_as_not_there(self, keys: IdempotencyKeys) -> None:
        claim = await keys.claim("scope", "body", NOON)
        assert isinstance(claim, Fresh)
        await keys.complete("scope", claim.turn, 201, "{}", NOON)

        again = await keys.claim("scope", "another", NOON + KEPT)

        assert isinstance(again, Fresh)
        assert await keys.claim("scope", "another", NOON + KEPT) == InFlight(retry_after=10)

    async def test_of_many_at_once_one_is_fresh(self, keys: IdempotencyKeys) -> None:
        claims = await asyncio.gather(*(keys.claim("scope", "body", NOON) for _ in range(20)))

        assert sum(isinstance(claim, Fresh) for claim in claims) == 1
        assert sum(isinstance(claim, InFlight) for claim in claims) == 19

    async def test_of_many_at_once_one_resumes(self, keys: IdempotencyKeys) -> None:
        await keys.claim("scope", "body", NOON)

        claims = await asyncio.gather(*(keys.claim("scope", "body", NOON + LEASE) for _ in range(20)))

        assert sum(isinstance(claim, Fresh) for claim in claims) == 1
