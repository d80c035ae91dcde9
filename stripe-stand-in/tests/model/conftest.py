"""A shop with a Stripe of its own for each test."""

import pytest

from tests.model.caller import Shop


@pytest.fixture
def shop() -> Shop:
    return Shop()
