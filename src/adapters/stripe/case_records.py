"""Disputes and reviews read by id, for those whose closing webhook was lost."""

from dataclasses import dataclass, replace

from adapters.stripe.reading.facts import dispute_fact, review_fact
from adapters.stripe.reading.shapes import DisputeShape, ReviewShape
from adapters.stripe.sdk.calls import StripeCalls, step
from application.ports.system.clock import Clock
from domain.facts.dispute import DisputeFact, ReviewFact
from domain.identifiers.types import DisputeId


@dataclass(frozen=True, slots=True, kw_only=True)
class StripeCaseRecords:
    """The account's disputes and reviews."""

    calls: StripeCalls
    clock: Clock

    async def dispute(self, dispute_id: DisputeId) -> DisputeFact:
        """One dispute as it is now."""
        read_at = self.clock.now()
        dispute = await self.calls.get(DisputeShape, f"/v1/disputes/{step(dispute_id)}")
        return replace(dispute_fact(dispute), read_at=read_at)

    async def review(self, review_id: str) -> ReviewFact:
        """One review as it is now."""
        return review_fact(await self.calls.get(ReviewShape, f"/v1/reviews/{step(review_id)}"))
