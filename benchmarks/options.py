"""What `python -m benchmarks` is asked for."""

import argparse
import os
from collections.abc import Sequence

from benchmarks.scene import Database

CONNECTIONS = 16
REQUESTS = 2000
ROUNDS = 5
STARTS = 5
SIZES = (100, 1_000, 10_000, 100_000)
GROWTH_REQUESTS = 64

ALL_CONNECTIONS = (1, CONNECTIONS, 64)
ALL_WORKERS = (1, 2)
ALL_REQUESTS = 600
"""With these, all tables take less than 20 minutes on two cores."""


class Asked(argparse.Namespace):
    """The options, of whose defaults some depend on `--all`."""

    requests: int
    rounds: int
    warm_up: int
    starts: int
    mongodb: str | None
    database: Database
    connections: Sequence[int]
    workers: Sequence[int]
    open: bool
    all: bool
    growth: Sequence[int]

    @property
    def has_tables(self) -> bool:
        """Whether the rows are measured by themselves, beside or without their growth."""
        return self.all or not self.growth

    def is_open_at(self, connections: int) -> bool:
        """Whether the rows are measured at a steady rate too; with `--all` only at the usual number of connections."""
        return self.open and (not self.all or connections == CONNECTIONS)


def asked(arguments: Sequence[str] | None = None) -> Asked:
    """Returns the options of the command line, or of these arguments."""
    found = _parser().parse_args(arguments, Asked())
    whole = found.all
    found.requests = found.requests or (ALL_REQUESTS if whole else REQUESTS)
    found.warm_up = found.requests if found.warm_up < 0 else found.warm_up
    found.rounds = found.rounds or (3 if whole else ROUNDS)
    found.connections = found.connections or (ALL_CONNECTIONS if whole else (CONNECTIONS,))
    found.workers = found.workers or (ALL_WORKERS if whole else (1,))
    found.growth = sorted(found.growth or (SIZES if whole else ()))
    found.open = found.open or whole
    return found


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="What a request costs.")
    parser.add_argument(
        "--requests", type=_positive, help=f"for each row, over all rounds ({REQUESTS}; with --all {ALL_REQUESTS})"
    )
    parser.add_argument("--rounds", type=_positive, help=f"over which medians are taken ({ROUNDS}; with --all 3)")
    parser.add_argument(
        "--warm-up", type=int, default=-1, metavar="REQUESTS", help="that do not count (as many as --requests)"
    )
    parser.add_argument("--starts", type=_positive, default=STARTS, help=f"of the server, timed ({STARTS})")
    parser.add_argument(
        "--connections", type=_positive, nargs="+", help=f"a table for each number ({CONNECTIONS}; with --all 1 16 64)"
    )
    parser.add_argument(
        "--workers", type=_positive, nargs="+", help="processes of the server, tables for each (1; with --all 1 2)"
    )
    parser.add_argument(
        "--open", action="store_true", help="each row again at a steady 60 %% of its rate, whatever the server answers"
    )
    parser.add_argument(
        "--growth",
        type=_positive,
        nargs="+",
        metavar="ORDERS",
        help="instead: each row and each of a worker's claims in a database of so many orders, size after size",
    )
    parser.add_argument(
        "--all", action="store_true", help="every table: 1, 16 and 64 connections, 1 and 2 workers, --open, --growth"
    )
    parser.add_argument(
        "--mongodb",
        metavar="URI",
        default=os.environ.get("TILL_TEST_MONGODB"),
        help="measure against this MongoDB instead (TILL_TEST_MONGODB unless given)",
    )
    parser.add_argument(
        "--database",
        type=Database,
        choices=list(Database),
        default=Database.STAND_IN,
        help="the throwaway one to start (stand-in: it answers at once, so that Till is what is measured)",
    )
    return parser


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("must be at least 1")
    return number
