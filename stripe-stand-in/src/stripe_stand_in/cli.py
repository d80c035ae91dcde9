"""The command line: `stripe-stand-in serve`."""

import argparse
import os
import signal
import socket
import sys
import time
from importlib.metadata import version
from pathlib import Path

import uvicorn

from stripe_stand_in.coverage_table import coverage_table
from stripe_stand_in.keys import GivenKeys, load_or_create_keys
from stripe_stand_in.web.app import create_stand_in
from stripe_stand_in.web.options import StandInOptions, loopback_spellings
from stripe_stand_in.web.storage.journal import JournalInUse, JournalUnreadable

SHUTDOWN_GRACE = 3
"""Seconds that open requests have to finish after SIGTERM."""

JOURNAL, FORMER_JOURNAL = "journal.jsonl", "books.jsonl"
DISTRIBUTION = "stripe-stand-in"
SECRET_KEY, PUBLISHABLE_KEY, WEBHOOK_SECRET = "STRIPE_SECRET_KEY", "STRIPE_PUBLISHABLE_KEY", "STRIPE_WEBHOOK_SECRET"


def parse_arguments(arguments: list[str] | None = None) -> argparse.Namespace:
    """Returns the parsed command line; `--help`, `--version` and a malformed command line end the process."""
    root = argparse.ArgumentParser(prog=DISTRIBUTION, description="A stand-in for Stripe on this machine.")
    root.add_argument("--version", action="version", version=f"%(prog)s {version(DISTRIBUTION)}")
    commands = root.add_subparsers(dest="command", required=True)
    commands.add_parser("coverage", help="print every operation and parameter as a Markdown table")
    parser = commands.add_parser(
        "serve",
        help="serve until stopped",
        description="Serves Stripe's API, card form and dashboard until it is stopped. No option is mandatory.",
        formatter_class=argparse.ArgumentDefaultsHelpFormatter,
    )
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on")
    parser.add_argument("--port", type=int, default=12111, help="port to listen on; 0 takes any free one")
    parser.add_argument("--data", type=Path, help="directory that keeps the account; without it, memory only")
    # Other users of the machine can read a process's arguments, but not its environment.
    parser.add_argument("--secret-key", help=f"sk_test_ key, else {SECRET_KEY} of the environment, else generated")
    parser.add_argument("--publishable-key", help=f"pk_test_ key, else {PUBLISHABLE_KEY}, else generated")
    parser.add_argument("--webhook-url", help="endpoint that receives every event from the start")
    parser.add_argument("--webhook-secret", help=f"secret of --webhook-url, else {WEBHOOK_SECRET}, else generated")
    parser.add_argument("--shop-origin", action="append", default=[], help="may embed the card form; repeatable")
    parser.add_argument("--origin", help="where browsers reach this process, if not at http://HOST:PORT")
    parser.add_argument("--settle-after", type=float, default=30.0, help="seconds a bank debit stays processing")
    parser.add_argument(
        "--uncaptured-as-refund",
        action="store_true",
        help="show released authorizations as refunds",
    )
    parser.add_argument("--microdeposits", action="store_true", help="verify bank accounts by microdeposits")
    parser.add_argument("--review-elevated-risk", action="store_true", help="open a review of every risky payment")
    parser.add_argument("--log-level", default="warning", help="uvicorn's log level")
    return root.parse_args(arguments)


def main() -> int:
    """Runs the command; `serve` returns 1 with one line on stderr if it can't start."""
    args = parse_arguments()
    if args.command == "coverage":
        print(coverage_table())  # noqa: T201 - the command's own output
        return 0
    return _serve(args)


def _serve(args: argparse.Namespace) -> int:
    try:
        listener = socket.create_server((args.host, args.port))
    except OSError as error:
        return _fail(f"{args.host}:{args.port} is not available ({error.strerror}); choose another --port")
    url = f"http://{args.host}:{listener.getsockname()[1]}"
    given = GivenKeys(
        secret=args.secret_key or os.environ.get(SECRET_KEY),
        publishable=args.publishable_key or os.environ.get(PUBLISHABLE_KEY),
        webhook=args.webhook_secret or os.environ.get(WEBHOOK_SECRET),
    )
    keys = load_or_create_keys(args.data, given)
    options = StandInOptions(
        journal=_journal(args.data) if args.data else None,
        secret_key=keys.secret,
        publishable_key=keys.publishable,
        origin=args.origin or url,
        shop_origins=loopback_spellings(args.shop_origin),
        webhook_url=args.webhook_url,
        webhook_secret=keys.webhook,
        settle_after=args.settle_after,
        uses_microdeposits=args.microdeposits,
        uncaptured_shown_as_refund=args.uncaptured_as_refund,
        reviews_elevated_risk=args.review_elevated_risk,
    )
    try:
        app = create_stand_in(options, now=time.time)
    except (JournalInUse, JournalUnreadable) as fault:
        return _fail(str(fault))
    print(_banner(options, args.data), flush=True)  # noqa: T201 - the command's own output
    # uvicorn repeats the signal once it has stopped; by then it has done its work.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    config = uvicorn.Config(app, log_level=args.log_level, access_log=False, timeout_graceful_shutdown=SHUTDOWN_GRACE)
    uvicorn.Server(config).run(sockets=[listener])
    return 0


def _journal(data: Path) -> Path:
    if (data / FORMER_JOURNAL).exists() and not (data / JOURNAL).exists():
        (data / FORMER_JOURNAL).rename(data / JOURNAL)
    return data / JOURNAL


def _fail(reason: str) -> int:
    sys.stderr.write(f"The Stripe stand-in can't start: {reason}\n")
    return 1


def _banner(options: StandInOptions, data: Path | None) -> str:
    lines = {
        "API and dashboard": options.origin,
        "stripe.js": f"{options.origin}/endive/stripe.js",
        "Secret key": options.secret_key,
        "Publishable key": options.publishable_key,
        "Data": str(data) if data else "in memory, lost when this process stops (--data DIR keeps it)",
    }
    if options.webhook_url:
        lines |= {"Webhooks to": options.webhook_url, "Webhook secret": str(options.webhook_secret)}
    width = max(map(len, lines))
    shown = (f"  {name:<{width}}  {value}" for name, value in lines.items())
    return "\n".join((f"Stripe stand-in {version(DISTRIBUTION)}", *shown))


if __name__ == "__main__":
    sys.exit(main())
