"""Stripe's books by time of creation, for comparing them with ours."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime

from adapters.stripe.reading.facts import dispute_fact, refund_fact, warning_fact
from adapters.stripe.reading.payment import payment_fact
from adapters.stripe.reading.shapes import DisputeShape, IntentShape, RefundShape, WarningShape
from adapters.stripe.sdk.calls import StripeCalls
from application.ports.system.clock import Clock
from domain.facts.dispute import DisputeFact, WarningFact
from domain.facts.payment import PaymentFact
from domain.facts.refund import RefundFact


@dataclass(frozen=True, slots=True, kw_only=True)
class StripePaymentRecords:
    """The account's payments, refunds, disputes and warnings, newest first."""

    calls: StripeCalls
    clock: Clock

    async def payments(self, since: datetime) -> AsyncIterator[PaymentFact]:
        """Every intent created since then."""
        query = {**_since(since), "expand[0]": "data.latest_charge"}
        async for intent in self.calls.pages(IntentShape, "/v1/payment_intents", query):
            yield payment_fact(intent, self.clock.now())

    async def refunds(self, since: datetime) -> AsyncIterator[RefundFact]:
        """Every refund created since then."""
        async for refund in self.calls.pages(RefundShape, "/v1/refunds", _since(since)):
            yield refund_fact(refund)

    async def disputes(self, since: datetime) -> AsyncIterator[DisputeFact]:
        """Every dispute created since then."""
        async for dispute in self.calls.pages(DisputeShape, "/v1/disputes", _since(since)):
            yield dispute_fact(dispute)

    async def warnings(self, since: datetime) -> AsyncIterator[WarningFact]:
        """Every early fraud warning created since then."""
        async for warning in self.calls.pages(WarningShape, "/v1/radar/early_fraud_warnings", _since(since)):
            yield warning_fact(warning)


def _since(moment: datetime) -> dict[str, str]:
    return {"created[gte]": str(int(moment.timestamp()))}
