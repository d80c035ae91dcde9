"""A relay with all that it needs."""

import pytest

from tests.unit.application.upkeep.notification_fakes import PostOffice


@pytest.fixture
def office() -> PostOffice:
    return PostOffice()
