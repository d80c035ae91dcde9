"""What one kind of request cost, over all rounds."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from statistics import median

from benchmarks.load import Load

HEADINGS = ["", "req/s", "p50 ms", "p99 ms", "CPU ms", "CPU min-max", "MongoDB", "Stripe"]
STEADY_HEADINGS = ["steady req/s", "p50 ms", "p99 ms"]
"""Of the same requests at a steady rate, as far as a row has them."""

_NONE = "-"


@dataclass(slots=True)
class Row:
    """CPU and wall time are medians over rounds, so that a round that the machine disturbed does not count for much."""

    name: str
    rates: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    requests: int = 0
    commands: int = 0
    calls: int = 0
    steady_rates: list[float] = field(default_factory=list)
    steady_seconds: list[float] = field(default_factory=list)

    def add(self, load: Load, cpu_seconds: float, commands: int = 0, calls: int = 0) -> None:
        """Adds a round."""
        requests = len(load.seconds)
        self.rates.append(requests / load.wall)
        self.cpu.append(cpu_seconds / requests)
        self.seconds += load.seconds
        self.requests += requests
        self.commands += commands
        self.calls += calls

    def add_steady(self, load: Load) -> None:
        """Adds a round at a steady rate."""
        self.steady_rates.append(len(load.seconds) / load.wall)
        self.steady_seconds += load.seconds

    @property
    def cpu_milliseconds(self) -> float:
        """Server CPU per request."""
        return median(self.cpu) * 1000

    def cells(self) -> list[str]:
        """Returns the line of the table under `HEADINGS`."""
        return [
            self.name,
            f"{median(self.rates):.0f}",
            milliseconds(self.seconds, 0.5),
            milliseconds(self.seconds, 0.99),
            f"{self.cpu_milliseconds:.2f}",
            f"{min(self.cpu) * 1000:.2f}-{max(self.cpu) * 1000:.2f}",
            f"{self.commands / self.requests:.1f}",
            f"{self.calls / self.requests:.1f}",
        ]

    def steady_cells(self) -> list[str]:
        """Returns the rest of the line, under `STEADY_HEADINGS`."""
        rate = f"{median(self.steady_rates):.0f}" if self.steady_rates else _NONE
        return [rate, milliseconds(self.steady_seconds, 0.5), milliseconds(self.steady_seconds, 0.99)]


def percentile(seconds: Sequence[float], share: float) -> float:
    """Returns the smallest time that at least this share of them, which are not none, do not exceed."""
    ranked = sorted(seconds)
    return ranked[max(0, math.ceil(len(ranked) * share) - 1)]


def milliseconds(seconds: Sequence[float], share: float) -> str:
    """Returns a percentile as a cell of a table."""
    return f"{percentile(seconds, share) * 1000:.1f}" if seconds else _NONE


def table(rows: list[list[str]]) -> str:
    """Returns rows in Markdown, of one width."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    rule = ["-" * widths[0], *("-" * (width - 1) + ":" for width in widths[1:])]
    lines = [rows[0], rule, *rows[1:]]
    return "\n".join(f"| {' | '.join(_padded(line, widths))} |" for line in lines)


def _padded(line: list[str], widths: list[int]) -> Iterator[str]:
    """The first cell to the left, figures to the right."""
    for column, (cell, width) in enumerate(zip(line, widths, strict=True)):
        yield cell.rjust(width) if column else cell.ljust(width)
