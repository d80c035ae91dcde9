"""Tables whose ids can be copied: whole in a terminal, and one line a row where another program reads them."""

import sys

from rich.console import Console
from rich.table import Column, Table

_WIDE = 1_000  # columns; a row takes what it needs


def table(*headings: str, whole: frozenset[str]) -> Table:
    """A table of these headings; what stands under those of `whole` is never broken."""
    return Table(*(Column(heading, no_wrap=heading in whole) for heading in headings))


def show(shown: Table) -> None:
    """To standard output."""
    Console(width=None if sys.stdout.isatty() else _WIDE).print(shown)
