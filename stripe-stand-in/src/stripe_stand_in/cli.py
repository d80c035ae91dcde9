"""The command line: `stripe-stand-in serve --port 12111 …`."""

import argparse
import os
import signal
import sys
import time
from pathlib import Path
from typing import Any

import uvicorn

from stripe_stand_in.web.app import create_stand_in
from stripe_stand_in.web.options import StandInOptions, loopback_spellings
from stripe_stand_in.web.storage.journal import JournalInUse, JournalUnreadable

GRACE = 3
"""Seconds that requests under way get to end after SIGTERM."""


def arguments() -> argparse.Namespace:
    """The command line."""
    root = argparse.ArgumentParser(prog="stripe-stand-in", description="A stand-in for Stripe on this machine.")
    parser = root.add_subparsers(dest="command", required=True).add_parser("serve", help="serve until stopped")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--data", type=Path, required=True, help="directory that keeps the account's books")
    # Other users of the machine can read a process's arguments, but not its environment.
    parser.add_argument("--secret-key", **_secret("STRIPE_SECRET_KEY"))
    parser.add_argument("--publishable-key", **_secret("STRIPE_PUBLISHABLE_KEY"))
    parser.add_argument("--webhook-url")
    parser.add_argument("--webhook-secret", **_secret("STRIPE_WEBHOOK_SECRET", required=False))
    parser.add_argument("--shop-origin", action="append", default=[], help="may embed the card form; repeatable")
    parser.add_argument("--origin", help="where browsers reach this process; default http://HOST:PORT")
    parser.add_argument("--settle-after", type=float, default=30.0, help="seconds a bank debit stays processing")
    parser.add_argument("--log-level", default="warning")
    return root.parse_args()


def _secret(variable: str, *, required: bool = True) -> dict[str, Any]:
    value = os.environ.get(variable)
    return {"default": value, "required": required and not value, "help": f"default: {variable} of the environment"}


def main() -> int:
    """Serves until it is stopped; returns 1 with one line on stderr if the account can't be opened."""
    args = arguments()
    options = StandInOptions(
        books=args.data / "books.jsonl",
        secret_key=args.secret_key,
        publishable_key=args.publishable_key,
        origin=args.origin or f"http://{args.host}:{args.port}",
        shop_origins=loopback_spellings(args.shop_origin),
        webhook_url=args.webhook_url,
        webhook_secret=args.webhook_secret,
        settle_after=args.settle_after,
    )
    try:
        app = create_stand_in(options, now=time.time)
    except (JournalInUse, JournalUnreadable) as fault:
        sys.stderr.write(f"The Stripe stand-in can't start: {fault}\n")
        return 1
    # uvicorn repeats the signal once it has stopped; by then it has done its work.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    uvicorn.run(
        app, host=args.host, port=args.port, log_level=args.log_level, access_log=False, timeout_graceful_shutdown=GRACE
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
