"""What counts as level, and what a member of a soak writes down."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pymongo.monitoring import CommandStartedEvent, CommandSucceededEvent

from tests.soak.level import QUARTERS, Bound, is_level, medians
from tests.soak.member import TimedQueries

FIGURES = st.floats(min_value=0.01, max_value=1e6)
BOUND = Bound(share=0.05, besides=2.0)


@given(FIGURES, st.integers(min_value=QUARTERS, max_value=200))
def test_a_figure_that_never_changes_is_level(figure: float, times: int) -> None:
    assert is_level(medians([figure] * times), Bound(share=0.0, besides=0.0))


@given(st.lists(FIGURES, min_size=QUARTERS, max_size=200))
def test_each_quarter_lies_within_its_figures(figures: list[float]) -> None:
    quarters = medians(figures)

    assert len(quarters) == QUARTERS
    assert min(figures) <= min(quarters) <= max(quarters) <= max(figures)


@pytest.mark.parametrize(
    ("quarters", "level"),
    [
        ([80.0, 100.0, 100.0, 107.0], True),
        ([80.0, 100.0, 100.0, 107.1], False),
        ([200.0, 100.0, 100.0, 107.1], False),
        ([100.0, 100.0, 150.0, 100.0], True),
    ],
    ids=["at the bound", "above it", "the first quarter warms up", "a passing rise"],
)
def test_the_last_quarter_is_held_against_the_second(quarters: list[float], level: bool) -> None:
    assert is_level(quarters, BOUND) is level


def test_a_leak_of_a_megabyte_a_minute_is_no_level() -> None:
    assert not is_level(medians([90.0 + minute for minute in range(60)]), BOUND)


def test_queries_are_added_up_by_what_they_ask() -> None:
    queries = TimedQueries()
    for request_id, micros in ((1, 300), (2, 500)):
        queries.started(_started({"find": "orders", "filter": {"_id": f"ord_{request_id}"}}, request_id))
        queries.succeeded(_succeeded("find", micros, request_id))

    assert queries.of_this_minute() == {"orders find by _id": [2, 800]}
    assert queries.of_this_minute() == {}


def _started(command: dict[str, object], request_id: int) -> CommandStartedEvent:
    return CommandStartedEvent(command, "till", request_id, ("localhost", 27017), 1)  # type: ignore[arg-type]


def _succeeded(name: str, micros: int, request_id: int) -> CommandSucceededEvent:
    return CommandSucceededEvent(timedelta(microseconds=micros), {}, name, request_id, ("localhost", 27017), 1)
