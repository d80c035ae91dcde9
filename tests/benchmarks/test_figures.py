"""What a table of the benchmarks says of the times that were measured."""

from __future__ import annotations

import pytest

from benchmarks.figures import HEADINGS, STEADY_HEADINGS, Row, milliseconds, percentile, table
from benchmarks.growth.measure import growth_table
from benchmarks.load import Load


@pytest.mark.parametrize(
    ("share", "expected"), [(0.5, 50.0), (0.6, 60.0), (0.99, 99.0), (0.999, 100.0), (1.0, 100.0), (0.0, 1.0)]
)
def test_a_percentile_is_a_time_that_so_many_did_not_exceed(share: float, expected: float) -> None:
    assert percentile([float(number) for number in range(100, 0, -1)], share) == expected


def test_of_one_time_every_percentile_is_that_time() -> None:
    assert {percentile([0.0123], share) for share in (0.01, 0.5, 0.99)} == {0.0123}


def test_times_that_were_not_measured_are_a_dash() -> None:
    assert (milliseconds([], 0.5), milliseconds([0.01234], 0.5)) == ("-", "12.3")


def test_a_row_has_medians_of_its_rounds_and_percentiles_of_all_its_requests() -> None:
    row = Row("refund")
    row.add(Load(wall=2.0, seconds=[0.013] * 10), cpu_seconds=0.02, commands=20, calls=10)
    row.add(Load(wall=1.0, seconds=[0.031] * 10), cpu_seconds=0.04, commands=10, calls=10)
    assert dict(zip(HEADINGS, row.cells(), strict=True)) == {
        "": "refund",
        "req/s": "8",
        "p50 ms": "13.0",
        "p99 ms": "31.0",
        "CPU ms": "3.00",
        "CPU min-max": "2.00-4.00",
        "MongoDB": "1.5",
        "Stripe": "1.0",
    }


def test_a_row_says_what_it_took_at_a_steady_rate_and_nothing_where_it_was_not_measured() -> None:
    row = Row("delivery")
    assert dict(zip(STEADY_HEADINGS, row.steady_cells(), strict=True)) == {
        "steady req/s": "-",
        "p50 ms": "-",
        "p99 ms": "-",
    }
    row.add_steady(Load(wall=4.0, seconds=[0.011, 0.012, 0.093, 0.012]))
    assert row.steady_cells() == ["1", "12.0", "93.0"]


def test_a_table_is_markdown_with_figures_to_the_right() -> None:
    assert table([["", "req/s"], ["webhook", "9"]]) == "|         | req/s |\n| ------- | ----: |\n| webhook |     9 |"


def test_growth_has_a_column_for_each_size_and_a_line_for_all_that_was_measured() -> None:
    lines = growth_table({100: {"orders": [0.002]}, 1_000: {"orders": [0.003], "events": [0.004]}}).splitlines()
    assert [cell.strip() for cell in lines[0].strip("|").split("|")] == ["", "100", "1,000"]
    assert [cell.strip() for cell in lines[2].strip("|").split("|")] == ["orders", "2.0 / 2.0", "3.0 / 3.0"]
    assert [cell.strip() for cell in lines[3].strip("|").split("|")] == ["events", "- / -", "4.0 / 4.0"]
