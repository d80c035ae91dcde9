"""What `EventRecords`, `PaymentRecords` and `CaseRecords` promise."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from typing import TypeVar

import pytest

from adapters.stripe.case_records import StripeCaseRecords
from adapters.stripe.event_reader import StripeEventReader
from adapters.stripe.event_records import StripeEventRecords
from adapters.stripe.payment_records import StripePaymentRecords
from application.ports.stripe.failures import Missing
from application.ports.stripe.records import CaseRecords, EventRecords, PaymentRecords
from domain.disputes.dispute import DisputeStatus
from domain.facts.dispute import ReviewFact
from domain.facts.payment import PaymentFact, PaymentState
from domain.identifiers.types import DisputeId, EventId
from tests.contracts.stripe.shop import Shop

Item = TypeVar("Item")


async def everything(items: AsyncIterator[Item]) -> list[Item]:
    return [item async for item in items]


class RecordsSuite:
    async def test_payments_refunds_disputes_and_warnings_are_listed_since_a_moment(self, shop: Shop) -> None:
        since, records = shop.clock.now() - timedelta(seconds=1), self.payment_records(shop)
        disputed = await shop.paid(method="pm_card_createDispute")
        warned = await shop.paid(method="pm_card_createIssuerFraudRecord")
        refund = await shop.refunded(await shop.paid())
        payments = {fact.payment_intent_id: fact for fact in await everything(records.payments(since))}
        assert payments[disputed.id] == disputed.fact
        assert payments[warned.id].state is PaymentState.SUCCEEDED
        assert refund in await everything(records.refunds(since))
        disputes = {fact.payment_intent_id: fact for fact in await everything(records.disputes(since))}
        dispute = disputes[disputed.id]
        assert (dispute.amount, dispute.currency, dispute.reason) == (1299, "usd", "fraudulent")
        assert dispute.status is DisputeStatus.NEEDS_RESPONSE
        assert not dispute.appealed
        warnings = {fact.payment_intent_id: fact for fact in await everything(records.warnings(since))}
        assert warnings[warned.id].charge_id == warned.fact.charge_id
        later = shop.clock.now() + timedelta(hours=1)
        assert await everything(records.payments(later)) == []
        assert await everything(records.refunds(later)) == []
        assert await everything(records.disputes(later)) == []
        assert await everything(records.warnings(later)) == []

    async def test_a_list_is_read_over_all_its_pages(self, shop: Shop) -> None:
        since, customer = shop.clock.now() - timedelta(seconds=1), await shop.customer()
        made = {
            (await shop.do("/v1/payment_intents", amount=833 + n, currency="usd", customer=customer))["id"]
            for n in range(103)
        }
        listed = [fact.payment_intent_id for fact in await everything(self.payment_records(shop).payments(since))]
        assert made <= set(listed)
        assert len(listed) == len(set(listed))

    async def test_events_are_listed_oldest_first_and_read_like_those_that_are_sent(self, shop: Shop) -> None:
        since = shop.clock.now() - timedelta(seconds=1)
        paid = await shop.paid()
        await shop.refunded(paid)
        events = await everything(self.event_records(shop).events(since))
        ours = [event for event in events if paid.id in event.payload]
        types = [event.type for event in ours]
        assert types.index("payment_intent.succeeded") < types.index("refund.created")
        assert "_secret_" not in "".join(event.payload for event in events)
        reader = StripeEventReader(secrets=(), live=False)
        facts = [reader.read(event) for event in ours]
        succeeded = next(fact for fact in facts if isinstance(fact, PaymentFact))
        assert succeeded.state is PaymentState.SUCCEEDED
        assert succeeded.amount_received == 1299

    async def test_events_of_days_are_listed_in_their_order(self, shop: Shop) -> None:
        paid = await shop.paid()
        events = await everything(self.event_records(shop).events(shop.clock.now() - timedelta(days=3)))
        assert [event.created for event in events] == sorted(event.created for event in events)
        assert any(paid.id in event.payload for event in events)

    async def test_an_event_is_read_by_id_as_it_is_listed(self, shop: Shop) -> None:
        since = shop.clock.now() - timedelta(seconds=1)
        await shop.paid()
        records = self.event_records(shop)
        (event, *_) = await everything(records.events(since))
        assert await records.event(event.id) == event
        with pytest.raises(Missing):
            await records.event(EventId("evt_whichNeverWas"))

    async def test_a_dispute_is_read_by_id(self, shop: Shop) -> None:
        since = shop.clock.now() - timedelta(seconds=1)
        disputed = await shop.paid(method="pm_card_createDisputeInquiry")
        listed = await everything(self.payment_records(shop).disputes(since))
        dispute = next(fact for fact in listed if fact.payment_intent_id == disputed.id)
        assert dispute.status is DisputeStatus.WARNING_NEEDS_RESPONSE
        read = await self.case_records(shop).dispute(dispute.dispute_id)
        assert read.read_at is not None
        assert replace(read, read_at=None) == dispute
        assert dispute.due_by is not None
        assert dispute.opened_at is not None
        with pytest.raises(Missing):
            await self.case_records(shop).dispute(DisputeId("dp_whichNeverWas"))

    async def test_a_review_is_read_by_id(self, shop: Shop) -> None:
        since = shop.clock.now() - timedelta(seconds=1)
        doubted = await shop.paid(method="pm_card_riskLevelElevated")
        reader = StripeEventReader(secrets=(), live=False)
        facts = [reader.read(event) for event in await everything(self.event_records(shop).events(since))]
        review = next(fact for fact in facts if isinstance(fact, ReviewFact) and fact.payment_intent_id == doubted.id)
        assert review.closed_reason is None
        assert await self.case_records(shop).review(review.review_id) == review
        with pytest.raises(Missing):
            await self.case_records(shop).review("prv_whichNeverWas")

    @staticmethod
    def event_records(shop: Shop) -> EventRecords:
        return StripeEventRecords(calls=shop.calls, clock=shop.clock)

    @staticmethod
    def payment_records(shop: Shop) -> PaymentRecords:
        return StripePaymentRecords(calls=shop.calls, clock=shop.clock)

    @staticmethod
    def case_records(shop: Shop) -> CaseRecords:
        return StripeCaseRecords(calls=shop.calls, clock=shop.clock)
