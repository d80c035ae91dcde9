"""One stand-in for the tests that need no other."""

from collections.abc import Iterator

import pytest
import stripe

from stripe_stand_in.testing import RunningStandIn
from tests.web.sdk import client_of


@pytest.fixture(scope="session")
def stand_in(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningStandIn]:
    """A stand-in that no webhooks go out from and nobody stops."""
    stripe.enable_telemetry = False
    running = RunningStandIn(tmp_path_factory.mktemp("stand_in"))
    yield running
    running.stop()


@pytest.fixture
def client(stand_in: RunningStandIn) -> stripe.StripeClient:
    """Stripe's own client on that stand-in."""
    return client_of(stand_in)
