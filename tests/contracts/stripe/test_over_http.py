"""The gateway keeps its promises over a network too: aiohttp in front of the stand-in, a process of its own."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import pytest
import pytest_asyncio

from adapters.stripe.sdk.client import stripe_calls
from adapters.stripe.sdk.transport import over_the_network
from stripe_stand_in.testing import SECRET_KEY, RunningStandIn
from tests.contracts.stripe.account_suite import AccountSuite
from tests.contracts.stripe.payment_methods_suite import PaymentMethodsSuite
from tests.contracts.stripe.payments_suite import PaymentsSuite
from tests.contracts.stripe.records_suite import RecordsSuite
from tests.contracts.stripe.refunds_suite import RefundsSuite
from tests.contracts.stripe.shop import Shop, SystemClock


@pytest.fixture(scope="module")
def stand_in(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningStandIn]:
    running = RunningStandIn(tmp_path_factory.mktemp("stand_in"), "--review-elevated-risk")
    yield running
    running.stop()


@pytest_asyncio.fixture
async def shop(stand_in: RunningStandIn) -> AsyncIterator[Shop]:
    calls = stripe_calls(SECRET_KEY, over_the_network(), api_base=stand_in.url)
    yield Shop(calls, SystemClock())
    await calls.close()


class TestPayments(PaymentsSuite):
    """Over HTTP."""


class TestRefunds(RefundsSuite):
    """Over HTTP."""


class TestPaymentMethods(PaymentMethodsSuite):
    """Over HTTP."""


class TestRecords(RecordsSuite):
    """Over HTTP."""


class TestAccount(AccountSuite):
    """Over HTTP."""
