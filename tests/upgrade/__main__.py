"""`python -m tests.upgrade --previous COMMIT`: two versions serve one shop side by side, and every promise holds.

Each version is a commit of this repository or the folder of a checkout. Both run with this interpreter's libraries.
"""

import argparse
import io
import subprocess
import tarfile
import tempfile
import time
from pathlib import Path

from tests.fleet.fleet import ROOT, Version
from tests.upgrade.run import run_upgrade


def main() -> int:
    """Returns 0 where every promise held; a broken one ends with its own message."""
    parser = argparse.ArgumentParser(prog="python -m tests.upgrade", description=__doc__)
    parser.add_argument("--previous", required=True, help="a commit, or the folder of a checkout: what serves first")
    parser.add_argument("--current", default=str(ROOT), help="the same of what it is upgraded to; this checkout")
    parser.add_argument("--checkouts", type=int, default=12, help="at least so many are begun in each step")
    parser.add_argument("--shoppers", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--mongodb", help="a MongoDB of yours, without a database's name; else a throwaway SecantusDB")
    parser.add_argument("--logs", type=Path, help="an empty folder that keeps every process's log")
    options = parser.parse_args()
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="till-upgrade-") as name:
        folder = Path(name)
        logs = options.logs or folder / "logs"
        logs.mkdir(parents=True, exist_ok=True)
        done = run_upgrade(
            logs,
            previous=_version("previous", options.previous, folder),
            current=_version("current", options.current, folder),
            checkouts=options.checkouts,
            shoppers=options.shoppers,
            seed=options.seed,
            mongodb=options.mongodb,
            say=lambda text: print(f"{time.monotonic() - began:5.0f} s  {text}", flush=True),
        )
    print(f"{done.orders} orders, {done.payments} payments, {done.refunds} refunds and {done.reads} pages read")
    for (version, method, status), count in sorted(done.answers.items(), key=str):
        print(f"  {version:9} {method:6} {status}: {count}")
    print("no request failed, nothing was lost, everybody was notified, and every amount equals Stripe's")
    return 0


def _version(name: str, given: str, folder: Path) -> Version:
    """The checkout, or the commit's sources in a folder that is removed at the end."""
    if (Path(given) / "src").is_dir():
        return Version(name=name, sources=Path(given).resolve())
    wanted = ("src", "stripe-stand-in/src")
    packed = subprocess.run(["git", "archive", given, *wanted], cwd=ROOT, capture_output=True, check=True)
    with tarfile.open(fileobj=io.BytesIO(packed.stdout)) as archive:
        archive.extractall(folder / name, filter="data")
    return Version(name=name, sources=folder / name)


if __name__ == "__main__":
    raise SystemExit(main())
