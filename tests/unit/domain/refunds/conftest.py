"""A paid order, and one of which a part is to be given back."""

import pytest

from domain.orders.order import Order
from tests import builders
from tests.unit.domain.refunds.reserving import reserve


@pytest.fixture
def paid() -> Order:
    return builders.paid()


@pytest.fixture
def reserved(paid: Order) -> Order:
    return reserve(paid, 833)
