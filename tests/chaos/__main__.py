"""`make chaos ARGS="--kills 200"`: kills the API, the worker and the database of a sandbox amid a mixed load."""

import argparse
import tempfile
import time
from pathlib import Path

from tests.chaos.run import run_chaos
from tests.e2e.running_sandbox import running_sandbox


def main() -> int:
    """Returns 0 where every promise held; a broken one ends with its own message."""
    parser = argparse.ArgumentParser(prog="make chaos", description=__doc__)
    parser.add_argument("--kills", type=int, default=30)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--shoppers", type=int, default=4)
    options = parser.parse_args()
    began = time.monotonic()
    with (
        tempfile.TemporaryDirectory(prefix="till-chaos-") as folder,
        running_sandbox(Path(folder) / "data") as sandbox,
    ):
        caught = run_chaos(
            sandbox,
            kills=options.kills,
            seed=options.seed,
            shoppers=options.shoppers,
            say=lambda text: print(f"{time.monotonic() - began:5.0f} s  {text}", flush=True),
        )
    kills = ", ".join(f"{name} {count}" for name, count in sorted(caught.kills.items()))
    print(f"{caught.kills.total()} kills in {time.monotonic() - began:.0f} s: {kills}")
    print(f"{caught.orders} orders, {caught.payments} payments and {caught.refunds} refunds acknowledged")
    print("nothing acknowledged was lost, and every amount equals Stripe's")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
