"""A table shows what strangers wrote as it is, without effect on the terminal."""

import pytest

from entrypoints.cli._output import add_row, money, show, table


def test_a_cell_is_shown_as_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    rows = table("reason", whole=frozenset({"reason"}))
    add_row(rows, "[red]not markup[/red] \x1b[31m")
    show(rows)
    shown = capsys.readouterr().out
    assert "[red]not markup[/red] \\u001b[31m" in shown
    assert "\x1b" not in shown


@pytest.mark.parametrize(
    ("amount", "code", "shown"),
    [
        (1299, "usd", "12.99 usd"),
        (0, "usd", "0.00 usd"),
        (1299, "jpy", "1299 jpy"),
        (1250, "kwd", "1.250 kwd"),
        (1299, "xxx", "1299 minor units xxx"),
        (1299, None, "1299 minor units"),
    ],
)
def test_an_amount_is_shown_as_money(amount: int, code: str | None, shown: str) -> None:
    assert money(amount, code) == shown
