"""A world for each test, and Till in it."""

import pytest

from entrypoints.container import Container
from tests.world.world import World


@pytest.fixture
async def world() -> World:
    return World()


@pytest.fixture
async def till(world: World) -> Container:
    return world.till
