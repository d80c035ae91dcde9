"""A paid order, and one of which a part is to be given back."""

import pytest

from domain.order import Order
from tests import builders
from tests.unit.domain.refunding.reserving import reserve


@pytest.fixture
def paid() -> Order:
    return builders.paid()


@pytest.fixture
def reserved(paid: Order) -> Order:
    return reserve(paid, 833)
