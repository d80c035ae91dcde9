"""Runs the stand-in as a process of its own: `python -m entrypoints.sandbox.stand_in --port 12111 …`."""

import argparse
import signal
import sys
import time
from pathlib import Path

import uvicorn

from entrypoints.sandbox.stand_in.app import create_stand_in
from entrypoints.sandbox.stand_in.books import BooksInUse, BooksUnreadable
from entrypoints.sandbox.stand_in.options import StandInOptions, loopback_spellings

GRACE = 3
"""Seconds that requests under way get to end after SIGTERM."""


def arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(prog="stand_in", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--data", type=Path, required=True, help="directory that keeps the account's books")
    parser.add_argument("--secret-key", required=True)
    parser.add_argument("--publishable-key", required=True)
    parser.add_argument("--webhook-url")
    parser.add_argument("--webhook-secret")
    parser.add_argument("--shop-origin", action="append", default=[], help="may embed the card form; repeatable")
    parser.add_argument("--origin", help="where browsers reach this process; default http://HOST:PORT")
    parser.add_argument("--settle-after", type=float, default=30.0, help="seconds a bank debit stays processing")
    parser.add_argument("--log-level", default="warning")
    return parser.parse_args()


def main() -> int:
    """Serve until told to stop; 1 and one line if the account can't be opened."""
    told = arguments()
    options = StandInOptions(
        books=told.data / "books.jsonl",
        secret_key=told.secret_key,
        publishable_key=told.publishable_key,
        origin=told.origin or f"http://{told.host}:{told.port}",
        shop_origins=loopback_spellings(told.shop_origin),
        webhook_url=told.webhook_url,
        webhook_secret=told.webhook_secret,
        settle_after=told.settle_after,
    )
    try:
        app = create_stand_in(options, now=time.time)
    except (BooksInUse, BooksUnreadable) as fault:
        sys.stderr.write(f"The Stripe stand-in can't start: {fault}\n")
        return 1
    # uvicorn repeats the signal once it has stopped; by then it has done its work.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    uvicorn.run(
        app, host=told.host, port=told.port, log_level=told.log_level, access_log=False, timeout_graceful_shutdown=GRACE
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
