"""What one kind of request cost, over all rounds."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from statistics import median

from benchmarks.load import Load


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

    def add(self, load: Load, cpu_seconds: float, commands: int = 0, calls: int = 0) -> None:
        """One round."""
        requests = len(load.seconds)
        self.rates.append(requests / load.wall)
        self.cpu.append(cpu_seconds / requests)
        self.seconds += load.seconds
        self.requests += requests
        self.commands += commands
        self.calls += calls

    @property
    def cpu_milliseconds(self) -> float:
        """Server CPU per request."""
        return median(self.cpu) * 1000

    def cells(self) -> list[str]:
        """A line of the table."""
        ranked = sorted(self.seconds)
        return [
            self.name,
            f"{median(self.rates):.0f}",
            f"{_percentile(ranked, 0.5) * 1000:.1f}",
            f"{_percentile(ranked, 0.99) * 1000:.1f}",
            f"{self.cpu_milliseconds:.2f}",
            f"{min(self.cpu) * 1000:.2f}-{max(self.cpu) * 1000:.2f}",
            f"{self.commands / self.requests:.1f}",
            f"{self.calls / self.requests:.1f}",
        ]


HEADINGS = ["", "req/s", "p50 ms", "p99 ms", "CPU ms", "CPU min-max", "MongoDB", "Stripe"]


def table(rows: list[list[str]]) -> str:
    """Rows in Markdown, of one width."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    rule = ["-" * widths[0], *("-" * (width - 1) + ":" for width in widths[1:])]
    lines = [rows[0], rule, *rows[1:]]
    return "\n".join(f"| {' | '.join(_padded(line, widths))} |" for line in lines)


def _padded(line: list[str], widths: list[int]) -> Iterator[str]:
    """The first cell to the left, figures to the right."""
    for column, (cell, width) in enumerate(zip(line, widths, strict=True)):
        yield cell.rjust(width) if column else cell.ljust(width)


def _percentile(ranked: list[float], share: float) -> float:
    return ranked[min(len(ranked) - 1, int(len(ranked) * share))]
