"""The simulation from the command line: schedules on every core until told, or until a promise breaks."""

from __future__ import annotations

import argparse
import multiprocessing
import queue
import sys
import time

from tests.simulation.cores import Played, play_on
from tests.simulation.schedule import Outcome, play_schedule

TELL_EVERY = 2.0


def main(given: list[str] | None = None) -> int:
    """0 where every promise held, 1 with the first story that broke one, told so that it can be replayed."""
    options = _options(given)
    if options.seed is not None:
        outcome = play_schedule(options.seed)
        print(outcome.story)
        return _reported(outcome)
    return _run(options)


def _run(options: argparse.Namespace) -> int:
    context = multiprocessing.get_context("fork")
    played: Played = context.Queue()
    workers = [
        context.Process(target=play_on, args=(options.start + number, options.processes, played), daemon=True)
        for number in range(options.processes)
    ]
    for worker in workers:
        worker.start()
    began = reported = time.monotonic()
    done, failed = 0, None
    try:
        while failed is None and not _enough(done, began, options):
            try:
                number, failed = played.get(timeout=10)
            except queue.Empty:
                if not all(worker.is_alive() for worker in workers):
                    raise
                continue
            done += number
            if time.monotonic() - reported >= TELL_EVERY:
                reported = time.monotonic()
                print(f"{done} schedules, {done / (reported - began):.0f} a second", flush=True)
    except KeyboardInterrupt:
        print()
    finally:
        for worker in workers:
            worker.kill()
    passed = time.monotonic() - began
    print(f"{done} schedules in {passed:.0f} s, {done / passed:.0f} a second")
    if failed is None:
        print("every promise held")
        return 0
    outcome = play_schedule(failed)
    print(outcome.story)
    return _reported(outcome)


def _enough(done: int, began: float, options: argparse.Namespace) -> bool:
    if options.count is not None and done >= options.count:
        return True
    return options.seconds is not None and time.monotonic() - began >= options.seconds


def _options(given: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.simulation", description=__doc__)
    parser.add_argument("--seed", type=int, help="replay one schedule and tell its story")
    parser.add_argument("--start", type=int, default=int(time.time()) * 1000, help="the first seed (default: drawn)")
    parser.add_argument("--count", type=int, help="stop after about so many schedules")
    parser.add_argument("--seconds", type=float, help="stop after so many seconds")
    parser.add_argument("--processes", type=int, default=multiprocessing.cpu_count())
    return parser.parse_args(given)


def _reported(outcome: Outcome) -> int:
    print()
    for broken in outcome.broken:
        print(f"BROKEN: {broken}")
    verdict = "breaks its promises" if outcome.broken else "keeps every promise"
    print(f"seed {outcome.seed} {verdict}; replay it with: python -m tests.simulation --seed {outcome.seed}")
    return 1 if outcome.broken else 0


if __name__ == "__main__":
    sys.exit(main())
