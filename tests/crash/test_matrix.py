"""The crash matrix: every story is stopped before and after every call of every port, and every promise still holds.

The moments are counted in a first run, so a new call in a use case is covered without anyone remembering it.
"""

from __future__ import annotations

import pytest

from tests.crash.moments import Moment, Stage, Trouble
from tests.crash.stories import STORIES, Story
from tests.world.promises import broken_promises
from tests.world.world import World

_NAMES = [story.__name__ for story in STORIES]


async def _moments(story: Story) -> int:
    moment = Moment()
    await story(Stage(World(), moment, again=False))
    return moment.passed


async def _told(story: Story, at: int, trouble: Trouble, *, again: bool, webhooks: bool) -> list[str]:
    world, moment = World(), Moment(at=at, trouble=trouble)
    await story(Stage(world, moment, again=again))
    await world.settle(webhooks=webhooks)
    return [f"{moment.struck}, moment {at}: {broken}" for broken in await broken_promises(world)]


@pytest.mark.parametrize("story", STORIES, ids=_NAMES)
async def test_every_promise_holds_when_nothing_goes_wrong(story: Story) -> None:
    world = World()
    await story(Stage(world, Moment(), again=False))
    await world.settle()
    assert await broken_promises(world) == []


@pytest.mark.parametrize("story", STORIES, ids=_NAMES)
@pytest.mark.parametrize("trouble", Trouble)
async def test_a_process_stopped_at_any_call_is_made_good_by_whoever_asks_again(story: Story, trouble: Trouble) -> None:
    moments = await _moments(story)
    assert moments > 0
    broken = []
    for at in range(moments):
        broken += await _told(story, at, trouble, again=True, webhooks=True)
    assert broken == []


@pytest.mark.parametrize("story", STORIES, ids=_NAMES)
@pytest.mark.parametrize("trouble", Trouble)
async def test_a_process_stopped_at_any_call_is_made_good_by_the_worker_alone(story: Story, trouble: Trouble) -> None:
    """Nobody asks again and no webhook ever comes: the worker and reconciliation end it."""
    broken = []
    for at in range(await _moments(story)):
        broken += await _told(story, at, trouble, again=False, webhooks=False)
    assert broken == []
