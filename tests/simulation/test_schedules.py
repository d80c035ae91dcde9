"""Many schedules of many kinds, and every promise holds; each can be told again from its seed alone."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.simulation.__main__ import main
from tests.simulation.flavours import MIX
from tests.simulation.schedule import play_schedule

SCHEDULES = 25
"""Of each flavour; `make simulate` plays as many as there is time for."""
REPORTED = 8
"""A seed of the flavour with a little of every trouble."""


@pytest.mark.parametrize("flavour", range(len(MIX)))
def test_every_promise_holds_whatever_goes_wrong(flavour: int) -> None:
    seeds = range(flavour, SCHEDULES * len(MIX), len(MIX))
    assert {seed: outcome.broken for seed in seeds if (outcome := play_schedule(seed)).broken} == {}


def test_a_seed_plays_the_same_story_in_any_process() -> None:
    play_schedule(REPORTED + 1)
    here = str(play_schedule(REPORTED).story)
    reported = subprocess.run(
        [sys.executable, "-m", "tests.simulation", "--seed", str(REPORTED)],
        capture_output=True,
        check=True,
        text=True,
        env={**os.environ, "PYTHONHASHSEED": "7"},
    ).stdout
    assert here.splitlines() == reported.splitlines()[: len(here.splitlines())]
    assert "asks again" in here or "is answered" in here


def test_the_command_line_prints_how_many_schedules_it_played(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--start", "0", "--count", "10", "--processes", "1"]) == 0
    assert "every promise held" in capsys.readouterr().out
