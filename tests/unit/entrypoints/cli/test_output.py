"""A table shows what strangers wrote as it is, without effect on the terminal."""

import pytest

from entrypoints.cli._output import add_row, show, table


def test_a_cell_is_shown_as_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    rows = table("reason", whole=frozenset({"reason"}))
    add_row(rows, "[red]not markup[/red] \x1b[31m")
    show(rows)
    shown = capsys.readouterr().out
    assert "[red]not markup[/red] \\u001b[31m" in shown
    assert "\x1b" not in shown
