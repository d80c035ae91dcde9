"""One stand-in for the tests that need no other."""

from collections.abc import Iterator

import pytest
import stripe

from tests.http.stand_in.running import RunningStandIn


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
    return stand_in.client()
