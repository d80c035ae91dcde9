"""A relay with all that it needs."""

import pytest

from tests.use_cases.notifications.fakes import RelayWorld


@pytest.fixture
def office() -> RelayWorld:
    return RelayWorld()
