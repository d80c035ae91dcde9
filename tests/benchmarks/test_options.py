"""What `python -m benchmarks` measures for which options."""

from __future__ import annotations

import pytest

from benchmarks.options import ALL_CONNECTIONS, ALL_WORKERS, CONNECTIONS, SIZES, asked


@pytest.fixture(autouse=True)
def _no_database_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TILL_TEST_MONGODB", raising=False)


def test_without_options_there_is_one_table_of_a_closed_loop() -> None:
    options = asked([])
    assert (options.connections, options.workers, options.growth) == ((CONNECTIONS,), (1,), [])
    assert options.has_tables
    assert not options.is_open_at(CONNECTIONS)
    assert options.warm_up == options.requests


def test_open_is_for_every_number_of_connections_that_was_asked_for() -> None:
    options = asked(["--open", "--connections", "1", "64"])
    assert [options.is_open_at(connections) for connections in options.connections] == [True, True]


def test_growth_is_measured_instead_and_from_the_smallest_size_on() -> None:
    options = asked(["--growth", "1000", "100"])
    assert options.growth == [100, 1000]
    assert not options.has_tables


def test_all_is_every_table_with_a_steady_rate_at_the_usual_number_of_connections() -> None:
    options = asked(["--all"])
    assert (options.connections, options.workers) == (ALL_CONNECTIONS, ALL_WORKERS)
    assert options.growth == list(SIZES)
    assert options.has_tables
    assert [options.is_open_at(connections) for connections in options.connections] == [False, True, False]


def test_what_is_given_outweighs_what_all_would_choose() -> None:
    options = asked(["--all", "--requests", "70", "--workers", "3", "--growth", "50", "--warm-up", "0"])
    assert (options.requests, options.workers, options.growth, options.warm_up) == (70, [3], [50], 0)


@pytest.mark.parametrize("option", ["--requests", "--rounds", "--connections", "--workers", "--growth"])
def test_nothing_can_be_measured_none_times(option: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        asked([option, "0"])
    assert "at least 1" in capsys.readouterr().err
