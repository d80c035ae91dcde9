"""Over the model in this process the gateway keeps its promises and sends nothing that Stripe does not know."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping

import pytest
import pytest_asyncio

from adapters.stripe.sdk.client import stripe_calls
from adapters.stripe.sdk.in_process import InProcessClient
from stripe_stand_in.model import AccountSettings, ApiResponse, StripeModel
from tests.contracts.stripe.account_suite import AccountSuite
from tests.contracts.stripe.payment_methods_suite import PaymentMethodsSuite
from tests.contracts.stripe.payments_suite import PaymentsSuite
from tests.contracts.stripe.records_suite import RecordsSuite
from tests.contracts.stripe.refunds_suite import RefundsSuite
from tests.contracts.stripe.sent import complaints
from tests.contracts.stripe.shop import HeldClock, Shop

MEANT_TO_BE_REFUSED = {"cancellation_reason"}
"""One test gives a reason that is none of Stripe's."""


@pytest.fixture
def clock() -> HeldClock:
    return HeldClock()


@pytest.fixture
def model(clock: HeldClock) -> StripeModel:
    return StripeModel(clock=clock.seconds, seed=7, settings=AccountSettings(reviews_elevated_risk=True))


@pytest_asyncio.fixture
async def shop(model: StripeModel, clock: HeldClock) -> AsyncIterator[Shop]:
    unknown: list[str] = []

    def handle(method: str, path: str, headers: Mapping[str, str], body: bytes) -> ApiResponse:
        unknown.extend(complaints(method, path, body))
        return model.handle(method, path, headers, body)

    calls = stripe_calls(model.secret_key, InProcessClient(handle))
    yield Shop(calls, clock)
    await calls.close()
    assert set(unknown) <= MEANT_TO_BE_REFUSED


class TestPayments(PaymentsSuite):
    """Over the model."""


class TestRefunds(RefundsSuite):
    """Over the model."""


class TestPaymentMethods(PaymentMethodsSuite):
    """Over the model."""


class TestRecords(RecordsSuite):
    """Over the model."""


class TestAccount(AccountSuite):
    """Over the model."""
