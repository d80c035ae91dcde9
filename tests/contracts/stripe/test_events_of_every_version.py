"""Whatever version an endpoint was made with, its signed events are read as the same facts."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

import pytest
import pytest_asyncio

from adapters.stripe.event_reader import StripeEventReader
from adapters.stripe.reading.event_types import READINGS
from adapters.stripe.sdk.client import stripe_calls
from adapters.stripe.sdk.in_process import InProcessClient
from application.ports.stripe.events import Irrelevant
from application.ports.stripe.payments import Declined
from domain.facts.fact import Fact
from domain.facts.payment import PaymentFact, PaymentState
from stripe_stand_in.model import NEWEST, StripeModel
from tests.contracts.stripe.shop import HeldClock, Shop

SECRET = "whsec_ofTheContract"
VERSIONS = ["2022-11-15", "2023-10-16", "2024-06-20", "2025-03-31.basil", NEWEST]


@dataclass
class Sent:
    """What endpoints were sent: facts by version in their order, types met, the id of the attempt that failed."""

    facts: dict[str, list[Fact]] = field(default_factory=lambda: defaultdict(list))
    types: set[str] = field(default_factory=set)
    failed: str = ""


@pytest_asyncio.fixture
async def sent() -> Sent:
    """All that can happen to payments, sent to an endpoint of each version."""
    clock, sent = HeldClock(), Sent()
    model = StripeModel(clock=clock.seconds, seed=7)
    for version in VERSIONS:
        model.register_endpoint(f"https://shop.example/{version}", SECRET, ("*",), api_version=version)
    shop = Shop(stripe_calls(model.secret_key, InProcessClient(model.handle)), clock)
    sent.failed = await everything_happens(shop, model)
    await clock.sleep(3600)
    reader = StripeEventReader(secrets=(SECRET,), live=False)
    for delivery in model.deliveries_due():
        event = reader.open(delivery.body, delivery.headers["Stripe-Signature"], clock.now())
        assert "_secret_" not in event.payload
        assert event.api_version is not None
        sent.types.add(event.type)
        fact = reader.read(event)
        if not isinstance(fact, Irrelevant):
            sent.facts[event.api_version].append(fact)
    return sent


async def everything_happens(shop: Shop, model: StripeModel) -> str:
    payment = await shop.asked()
    with pytest.raises(Declined) as declined:
        await shop.confirmed(payment, "pm_card_visa_chargeDeclined")
    assert declined.value.seen.fact.failure is not None
    await shop.confirmed(payment)
    await shop.refunded(payment, 1)
    await shop.paid(method="pm_card_threeDSecure2Required")
    await shop.payments.cancel((await shop.asked()).id, "abandoned")
    await shop.refunded(await shop.paid(method="pm_card_refundFail"))
    await shop.paid(method="pm_card_createIssuerFraudRecord")
    disputed = await shop.paid(method="pm_card_createDispute")
    dispute = model.totals.disputes(disputed.id)[0]
    model.close_dispute(dispute.id, "lost")
    model.appeal_dispute(dispute.id, submitted=True)
    model.close_dispute(dispute.id, "won")
    doubted = await shop.paid()
    model.close_review(model.open_review(doubted.id), "approved")
    await shop.delete(f"/v1/customers/{await shop.customer()}")
    return declined.value.seen.fact.failure.id


def test_an_endpoints_version_changes_no_fact(sent: Sent) -> None:
    assert set(sent.facts) == set(VERSIONS)
    assert len(sent.facts[NEWEST]) > 20
    for version in VERSIONS:
        assert sent.facts[version] == sent.facts[NEWEST]


def test_hardly_a_type_was_left_out(sent: Sent) -> None:
    assert set(READINGS) - sent.types <= {
        "charge.refund.updated",
        "payment_intent.amount_capturable_updated",
        "payment_intent.processing",
        "radar.early_fraud_warning.updated",
    }


def test_a_failed_attempt_has_the_same_id_in_the_answer_and_in_the_event(sent: Sent) -> None:
    failed = [
        fact for fact in sent.facts[NEWEST] if isinstance(fact, PaymentFact) and fact.state is PaymentState.FAILED
    ]
    assert [fact.failure.id for fact in failed if fact.failure] == [sent.failed]
