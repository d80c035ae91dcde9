"""A shop with a Stripe of its own for each test."""

import pytest

from tests.unit.adapters.stripe_model.caller import Shop


@pytest.fixture
def shop() -> Shop:
    return Shop()
