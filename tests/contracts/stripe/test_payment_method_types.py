"""Each payment method type that PAYMENT_METHOD_TYPES accepts is carried from the checkout to the refund."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from adapters.stripe.payment_method_types import SUPPORTED
from adapters.stripe.payments import StripePayments
from adapters.stripe.sdk.client import stripe_calls
from adapters.stripe.sdk.in_process import InProcessClient
from domain.facts.payment import PaymentState
from domain.facts.refund import RefundStatus
from stripe_stand_in.model import StripeModel
from tests.contracts.stripe.shop import HeldClock, Shop, key

OWNER = {"billing_details[name]": "Ada Okafor", "billing_details[email]": "ada@customer.example"}
CONSENT = {
    "mandate_data[customer_acceptance][type]": "online",
    "mandate_data[customer_acceptance][online][ip_address]": "203.0.113.7",
    "mandate_data[customer_acceptance][online][user_agent]": "a browser",
}
METHODS: dict[str, dict[str, str]] = {
    "card": {"payment_method": "pm_card_visa"},
    "us_bank_account": {"payment_method": "pm_usBankAccount_success", **CONSENT},
    "sepa_debit": {
        "payment_method_data[type]": "sepa_debit",
        "payment_method_data[sepa_debit][iban]": "DE89370400440532013000",
        **{f"payment_method_data[{name.replace('[', '][', 1)}": value for name, value in OWNER.items()},
        **CONSENT,
    },
}
CURRENCIES = {"card": "usd", "us_bank_account": "usd", "sepa_debit": "eur"}


@pytest.fixture
def model() -> StripeModel:
    clock = HeldClock()
    return StripeModel(clock=clock.seconds, seed=7)


@pytest.fixture
async def shop(model: StripeModel) -> AsyncIterator[Shop]:
    calls = stripe_calls(model.secret_key, InProcessClient(model.handle))
    yield Shop(calls, HeldClock())
    await calls.close()


def test_every_type_that_is_accepted_is_tried_here() -> None:
    assert set(METHODS) == set(SUPPORTED)


@pytest.mark.parametrize("kind", SUPPORTED)
async def test_a_payment_by_it_is_asked_for_made_and_refunded(shop: Shop, model: StripeModel, kind: str) -> None:
    payments = StripePayments(calls=shop.calls, clock=shop.clock, payment_method_types=(kind,))
    order = await shop.order(currency=CURRENCIES[kind], shipping=899)
    asked = await payments.create(payments.compose(order), key())
    await shop.do(f"/v1/payment_intents/{asked.id}/confirm", return_url="https://shop.example/", **METHODS[kind])
    if (await payments.show(asked.id)).status == "processing":
        model.settle_payment(asked.id)
    paid = await payments.show(asked.id)
    assert (paid.fact.state, paid.fact.amount_received) == (PaymentState.SUCCEEDED, order.total)
    assert paid.fact.paid_with is not None
    assert paid.fact.paid_with.type == kind
    refund = await shop.refunded(paid)
    assert refund.status in (RefundStatus.SUCCEEDED, RefundStatus.PENDING)
