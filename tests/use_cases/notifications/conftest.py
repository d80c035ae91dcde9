"""A relay with all that it needs."""

import pytest

from tests.use_cases.notifications.fakes import PostOffice


@pytest.fixture
def office() -> PostOffice:
    return PostOffice()
