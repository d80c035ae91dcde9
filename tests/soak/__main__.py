"""`make soak`: an hour of mixed load on two APIs and two workers, whose figures must stay level.

Memory, open files, threads and the time of each query are compared between the second quarter of the run and the last;
afterwards everything that was acknowledged must be there, and every amount equal Stripe's.
"""

import argparse
import tempfile
import time
from pathlib import Path

from tests.soak.level import QUARTERS
from tests.soak.run import Line, Soaked, run_soak


def main() -> int:
    """Returns 0 where every figure stayed level and 1 where one grew; a broken promise ends with its own message."""
    parser = argparse.ArgumentParser(prog="make soak", description="A long mixed load; figures must stay level.")
    parser.add_argument("--minutes", type=int, default=60, help=f"at least {QUARTERS}")
    parser.add_argument("--shoppers", type=int, default=2)
    parser.add_argument("--pause", type=float, default=2.0, help="seconds between two checkouts of one shopper")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--logs", type=Path, help="an empty folder that keeps every process's log and figures")
    options = parser.parse_args()
    if options.minutes < QUARTERS:
        parser.error(f"--minutes is at least {QUARTERS}: a figure is compared between quarters of the run")
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="till-soak-") as name:
        logs = options.logs or Path(name) / "logs"
        logs.mkdir(parents=True, exist_ok=True)
        soaked = run_soak(
            logs,
            minutes=options.minutes,
            shoppers=options.shoppers,
            pause=options.pause,
            seed=options.seed,
            say=lambda text: print(f"{time.monotonic() - began:5.0f} s  {text}", flush=True),
            show=_show,
        )
    return _reported(soaked)


def _show(lines: list[Line]) -> None:
    print("\n| | unit | 1st quarter | 2nd | 3rd | 4th | |\n| --- | --- | ---: | ---: | ---: | ---: | --- |")
    for line in lines:
        print(_row(line))
    print(flush=True)


def _reported(soaked: Soaked) -> int:
    done = soaked.load.acknowledged
    counts = f"{len(done.created)} orders, {len(done.paid)} payments and {len(done.refunds)} refunds"
    print(f"{counts} acknowledged, {soaked.load.reads} pages read: nothing was lost, every amount equals Stripe's")
    grown = [f"{line.name} ({line.unit})" for line in soaked.lines if not line.level]
    print(f"grew: {', '.join(grown)}" if grown else "every figure stayed level")
    return 1 if grown else 0


def _row(line: Line) -> str:
    digits = 0 if line.unit in ("files", "threads") else 1
    figures = " | ".join(f"{figure:.{digits}f}" for figure in line.quarters)
    return f"| {line.name} | {line.unit} | {figures} | {'level' if line.level else 'grew'} |"


if __name__ == "__main__":
    raise SystemExit(main())
