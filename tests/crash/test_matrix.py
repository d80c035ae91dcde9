"""The crash matrix: every story is stopped before and after every call of every port, and every promise still holds.

The moments are counted in a first run, so a new call in a use case is covered without anyone remembering it. At each of
them a process really stops or is let down; but where that leaves the very same world behind as another time, the rest
is not played again.
"""

from __future__ import annotations

from collections import defaultdict
from contextlib import suppress

import pytest

from tests.crash.case_stories import CASE_STORIES
from tests.crash.moments import Left, Moment, PlayedAlready, Stage, Trouble
from tests.crash.shop_stories import SHOP_STORIES
from tests.crash.stories import STORIES, Story
from tests.world.alone import alone
from tests.world.promises import broken_promises
from tests.world.world import World

_ALL = (*STORIES, *SHOP_STORIES, *CASE_STORIES)
_NAMES = [story.__name__ for story in _ALL]
_ENDINGS: defaultdict[tuple[Story, bool, bool], dict[Left, list[str]]] = defaultdict(dict)
_STRUCK: dict[tuple[Story, Trouble, int], tuple[str | None, Left]] = {}
"""What each moment's trouble was and left behind: until then nobody knows whether they will ask again."""


async def _moments(story: Story) -> int:
    moment = Moment()
    await story(Stage(World(straight=True), moment, again=False))
    return moment.passed


async def _reported(story: Story, at: int, trouble: Trouble, *, again: bool, webhooks: bool) -> list[str]:
    endings = _ENDINGS[story, again, webhooks]
    subject, left = _STRUCK.get((story, trouble, at), (None, None))
    if left is None or left not in endings:
        world, moment = World(straight=True), Moment(at=at, trouble=trouble)
        stage = Stage(world, moment, again=again, endings=endings)
        with suppress(PlayedAlready):
            await story(stage)
            await world.settle(webhooks=webhooks)
            endings[_left(stage)] = await broken_promises(world)
        subject, left = _STRUCK[story, trouble, at] = moment.subject, _left(stage)
    return [f"{subject}, moment {at}: {each}" for each in endings[left]]


def _left(stage: Stage) -> Left:
    assert stage.left is not None, "no act met the trouble"
    return stage.left


async def _all_reported(story: Story, trouble: Trouble, *, again: bool, webhooks: bool) -> list[str]:
    moments = await _moments(story)
    assert moments > 0
    broken = []
    for at in range(moments):
        broken += await _reported(story, at, trouble, again=again, webhooks=webhooks)
    return broken


async def _undisturbed(story: Story) -> list[str]:
    world = World(straight=True)
    await story(Stage(world, Moment(), again=False))
    await world.settle()
    return await broken_promises(world)


@pytest.mark.parametrize("story", _ALL, ids=_NAMES)
def test_every_promise_holds_when_nothing_goes_wrong(story: Story) -> None:
    assert alone(_undisturbed(story)) == []


@pytest.mark.parametrize("story", _ALL, ids=_NAMES)
@pytest.mark.parametrize("trouble", Trouble)
def test_a_process_stopped_at_any_call_is_repaired_by_a_repeated_request(story: Story, trouble: Trouble) -> None:
    assert alone(_all_reported(story, trouble, again=True, webhooks=True)) == []


@pytest.mark.parametrize("story", _ALL, ids=_NAMES)
@pytest.mark.parametrize("trouble", Trouble)
def test_a_process_stopped_at_any_call_is_repaired_by_the_worker_alone(story: Story, trouble: Trouble) -> None:
    """Nobody asks again and no webhook ever comes: the worker and reconciliation end it."""
    assert alone(_all_reported(story, trouble, again=False, webhooks=False)) == []
