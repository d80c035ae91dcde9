"""`make live`: takes one journey at Stripe's own test mode and at the stand-in, and prints every difference.

It needs STRIPE_SECRET_KEY, a key of test mode, which may be a restricted one; STRIPE_API_BASE names another server.
"""

import argparse
import asyncio
import logging
import os
import sys

import structlog
from rich.console import Console
from rich.table import Column, Table
from rich.text import Text

from tests.live.comparison import Deviation, deviations
from tests.live.runs import Run, run_over_the_model, run_over_the_network

TEST_KEYS = ("sk_test_", "rk_test_")


def main() -> int:
    """Returns 0 where the stand-in answers alike, 1 where it differs, and 2 where the journey could not be taken."""
    argparse.ArgumentParser(prog="make live", description=__doc__).parse_args()
    key = os.environ.get("STRIPE_SECRET_KEY", "").strip()
    if not key.startswith(TEST_KEYS):
        sys.stderr.write(
            "STRIPE_SECRET_KEY must be a key of Stripe's test mode, sk_test_… or rk_test_…: this makes payments,"
            " refunds and disputes. No live key is ever used.\n"
        )
        return 2
    api_base = os.environ.get("STRIPE_API_BASE", "").strip().rstrip("/") or None
    # What Till logs of each change is not what is asked for here.
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    at_stripe, at_the_stand_in = asyncio.run(_both(key, api_base))
    for name, run in (("Stripe", at_stripe), ("the stand-in", at_the_stand_in)):
        if run.failure is not None:
            sys.stderr.write(f"The journey at {name} ended early. {run.failure}\n")
    whole = at_stripe.failure is None and at_the_stand_in.failure is None
    found = deviations(at_stripe.recording, at_the_stand_in.recording, whole=whole)
    if found or whole:
        _show(found)
    return 2 if not whole else 1 if found else 0


async def _both(key: str, api_base: str | None) -> tuple[Run, Run]:
    return await run_over_the_network(key, api_base), await run_over_the_model()


def _show(found: list[Deviation]) -> None:
    if not found:
        sys.stdout.write("The stand-in answers every call of the journey as Stripe does.\n")
        return
    table = Table(*(Column(name) for name in ("step", "call", "where", "at Stripe", "at the stand-in")))
    for each in found:
        cells = (each.step, each.call, each.where, each.at_stripe, each.at_the_stand_in)
        table.add_row(*(Text(cell) for cell in cells))
    Console(width=None if sys.stdout.isatty() else 200).print(table)
    sys.stdout.write(f"{len(found)} differences.\n")


if __name__ == "__main__":
    raise SystemExit(main())
