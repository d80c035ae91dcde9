"""Stripe's own records, for comparing them with ours."""

from collections.abc import AsyncIterator
from datetime import datetime
from typing import Protocol

from application.ports.stripe.events import Event
from domain.facts.dispute import DisputeFact, ReviewFact, WarningFact
from domain.facts.payment import PaymentFact
from domain.facts.refund import RefundFact
from domain.identifiers.types import DisputeId, EventId


class EventRecords(Protocol):
    """The processor's events; it keeps them for 30 days. Raises as `Payments` does."""

    def events(self, since: datetime) -> AsyncIterator[Event]:
        """Every event created since then, oldest first where possible, over all pages."""

    async def event(self, event_id: EventId) -> Event:
        """One event. Raises `Missing` where Stripe has it no more."""


class PaymentRecords(Protocol):
    """Everything listed by creation time over all pages. Raises as `Payments` does."""

    def payments(self, since: datetime) -> AsyncIterator[PaymentFact]:
        """Every intent created since then."""

    def refunds(self, since: datetime) -> AsyncIterator[RefundFact]:
        """Every refund created since then."""

    def disputes(self, since: datetime) -> AsyncIterator[DisputeFact]:
        """Every dispute created since then."""

    def warnings(self, since: datetime) -> AsyncIterator[WarningFact]:
        """Every early fraud warning created since then."""


class CaseRecords(Protocol):
    """Disputes and reviews by id. Raises as `Payments` does."""

    async def dispute(self, dispute_id: DisputeId) -> DisputeFact:
        """One dispute as it is now, with the time of the read."""

    async def review(self, review_id: str) -> ReviewFact:
        """One review as it is now."""
