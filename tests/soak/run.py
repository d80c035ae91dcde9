"""One soak: an hour of mixed load on two APIs and two workers, what each holds taken down every minute."""

from __future__ import annotations

import json
import time
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from entrypoints.sandbox.processes.programs import CATALOG
from tests.chaos.promises import check_promises
from tests.fleet.fleet import Fleet, running_fleet
from tests.fleet.load import Load
from tests.fleet.notified import check_everybody_was_notified
from tests.soak.held import Held, held_by
from tests.soak.level import QUARTERS, Bound, is_level, medians
from tests.soak.member import QUERIES

MINUTE_SECONDS = 60.0
MEMORY = Bound(share=0.05, besides=2.0)
FILES = Bound(share=0.0, besides=4.0)
THREADS = Bound(share=0.0, besides=1.0)
QUERY = Bound(share=0.5, besides=1.0)
LOOK_SECONDS = 3.0
GROWING = "orders aggregate by createdAt"
"""The days' figures: a sum over all orders of the days shown, so its time is told for a thousand orders."""
ASKED_OFTEN = 40
"""Below so many in a quarter, a query's mean says more about the machine than about the query."""

_MEMBERS = ("API 1", "API 2", "worker 1", "worker 2")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One figure, by quarters of the run."""

    name: str
    unit: str
    quarters: list[float]
    level: bool


@dataclass(kw_only=True)
class Soaked:
    """What was acknowledged and read, and how the figures went."""

    load: Load
    lines: list[Line] = field(default_factory=list)


@dataclass(slots=True)
class _Sum:
    """How often a query was asked, and how long all of them took."""

    asked: int = 0
    micros: int = 0

    def add(self, asked: int, micros: int) -> None:
        self.asked += asked
        self.micros += micros

    @property
    def milliseconds(self) -> float:
        """The mean."""
        return self.micros / self.asked / 1000


def run_soak(
    folder: Path,
    *,
    minutes: int,
    shoppers: int,
    pause: float,
    seed: int,
    say: Callable[[str], None],
    show: Callable[[list[Line]], None],
) -> Soaked:
    """Shows the figures, then checks the promises: raises `AssertionError` where one is broken."""
    with running_fleet(folder) as fleet:
        fleet.till(fleet.environment(), "migrate")
        fleet.till(fleet.environment(), "catalog", "import", str(CATALOG))
        fleet.module = "tests.soak.member"
        for name in _MEMBERS:
            start = fleet.start_api if name.startswith("API") else fleet.start_worker
            start(name, {**fleet.environment(), QUERIES: str(_queries(folder, name))})
        load = Load(fleet.shop, pause=pause, look_pause=LOOK_SECONDS)
        held: dict[str, list[Held]] = {name: [] for name in _MEMBERS}
        orders: list[float] = []
        with load.running(shoppers, seed):
            for minute in range(minutes):
                time.sleep(MINUTE_SECONDS)
                load.raise_broken()
                _take_down(fleet, held)
                orders.append(len(load.acknowledged.created))
                say(f"minute {minute + 1}: {len(load.acknowledged.created)} checkouts, {_said(held)}")
        lines = [*_held(held), *_asked(folder, medians(orders))]
        show(lines)
        say("the load is over: what was acknowledged is looked for")
        check_promises(fleet.environment(), fleet.shop, load.acknowledged)
        check_everybody_was_notified(fleet, load.acknowledged)
        return Soaked(load=load, lines=lines)


def _queries(folder: Path, member: str) -> Path:
    return folder / f"queries of {member}.jsonl"


def _take_down(fleet: Fleet, held: Mapping[str, list[Held]]) -> None:
    for name, samples in held.items():
        process = fleet.members[name].process
        assert process.poll() is None, f"{name} ended by itself: see its log"
        samples.append(held_by(process.pid))


def _said(held: Mapping[str, list[Held]]) -> str:
    return ", ".join(f"{name} {samples[-1].memory:.0f} MiB" for name, samples in held.items())


def _held(held: Mapping[str, list[Held]]) -> list[Line]:
    lines: list[Line] = []
    for name, samples in held.items():
        for unit, bound, figures in (
            ("MiB", MEMORY, [sample.memory for sample in samples]),
            ("files", FILES, [float(sample.files) for sample in samples]),
            ("threads", THREADS, [float(sample.threads) for sample in samples]),
        ):
            quarters = medians(figures)
            lines.append(Line(name=name, unit=unit, quarters=quarters, level=is_level(quarters, bound)))
    return lines


def _asked(folder: Path, orders: list[float]) -> list[Line]:
    """The mean time of each query that was asked often enough in each quarter, over all processes.

    `orders` are how many there were in each quarter.
    """
    quarters: dict[str, list[_Sum]] = defaultdict(lambda: [_Sum() for _ in range(QUARTERS)])
    for member in _MEMBERS:
        minutes: list[dict[str, list[int]]]
        minutes = [json.loads(line) for line in _queries(folder, member).read_text().splitlines()]
        for number, minute in enumerate(minutes):
            for name, (asked, micros) in minute.items():
                quarters[name][number * QUARTERS // len(minutes)].add(asked, micros)
    lines: list[Line] = []
    for name, sums in sorted(quarters.items()):
        if all(each.asked >= ASKED_OFTEN for each in sums):
            unit, means = "ms", [each.milliseconds for each in sums]
            if name == GROWING:
                unit, means = "ms/1000", [mean / count * 1000 for mean, count in zip(means, orders, strict=True)]
            lines.append(Line(name=name, unit=unit, quarters=means, level=is_level(means, QUERY)))
    return lines
