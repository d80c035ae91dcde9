"""What commands print: tables whose ids can be copied, and text that can't command a terminal."""

import sys
from decimal import Decimal

from rich.console import Console
from rich.table import Column, Table
from rich.text import Text

from domain.money.currency import CURRENCIES
from domain.text.visible import visible

_PIPE_WIDTH = 1_000  # columns; a row takes what it needs


def table(*headings: str, whole: frozenset[str]) -> Table:
    """Returns a table of these headings; cells under those in `whole` are never wrapped."""
    return Table(*(Column(heading, no_wrap=heading in whole) for heading in headings))


def add_row(rows: Table, *cells: str) -> None:
    """Adds a row whose cells are shown as they are: neither markup nor control characters have an effect."""
    rows.add_row(*(Text(visible(cell)) for cell in cells))


def money(amount: int, code: str | None) -> str:
    """Returns an amount as `till orders find` takes it; in minor units where its currency is not known."""
    currency = CURRENCIES.get(code or "")
    if currency is None:
        return f"{amount} minor units {code or ''}".rstrip()
    return f"{Decimal(amount).scaleb(-currency.exponent):f} {currency.code}"


def show(rows: Table) -> None:
    """Prints a table, as wide as the terminal, or each row on one line where another program reads it."""
    Console(width=None if sys.stdout.isatty() else _PIPE_WIDTH).print(rows)
