"""One sandbox for the tests that only use it; those that stop or break one start their own."""

from collections.abc import Iterator

import pytest

from tests.e2e.running_sandbox import RunningSandbox, running_sandbox
from tests.e2e.shop import Shop, opened_shop


@pytest.fixture(scope="session")
def sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSandbox]:
    """A ready sandbox, shared by the run."""
    with running_sandbox(tmp_path_factory.mktemp("shared") / "data") as running:
        yield running


@pytest.fixture(scope="session")
def shop(sandbox: RunningSandbox) -> Iterator[Shop]:
    """The people around the shared sandbox."""
    with opened_shop(sandbox.details) as shop:
        yield shop
