"""The whole suite, in the processes it needs; every part runs even where an earlier one failed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
BIN = ROOT / ".venv" / "bin"
NOTHING_COLLECTED = 5
LINES_OF_A_FAILURE = 80
SIDE_BY_SIDE = 6
"""Parts at once: much of a part's time is waiting for servers and browsers, and two cores are what we plan for. All the
long ones begin together, for one that began when another ends would be left to end alone, on one core."""

# The headless shell comes first: it draws no window of its own, which takes a test a fraction of the time.
CHROMIUM = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


class Ended(NamedTuple):
    """How a part ended, and all that it printed."""

    code: int
    output: str


def parts(chromium: str | None) -> dict[str, list[str]]:
    """Name → what pytest is given. Browser tests need a process of their own: Playwright's loop bars asyncio's."""
    found = {
        "the rest": ["tests", *(f"--ignore=tests/{part}" for part in ("unit", "use_cases", "http", "e2e", "browser"))],
        "over HTTP": ["tests/http"],
        "end to end": ["tests/e2e"],
        # Coverage is asked of the core's own unit tests alone: the tracer would slow everything else.
        "the core": ["tests/unit/domain", "tests/use_cases", "--cov", "--cov-report=term"],
        "adapters and entrypoints": ["tests/unit/adapters", "tests/unit/entrypoints"],
    }
    if chromium:
        found = {"browser": ["tests/browser"], **found}
    return {name: arguments for name, arguments in found.items() if arguments and (ROOT / arguments[0]).exists()}


def run(name: str, command: list[str], chromium: str | None, folder: Path = ROOT) -> Ended:
    """Run one part; what it prints is shown in one piece once it has ended, since two parts run side by side."""
    environment = {**os.environ, "PATH": f"{BIN}:{os.environ.get('PATH', '/usr/bin:/bin')}"}
    if chromium:
        environment["CHROMIUM"] = chromium
    print(f"== {name}: begun", flush=True)
    started = time.monotonic()
    process = subprocess.Popen(
        command,
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    with process.stdout or sys.stdin.buffer as printed:
        output = printed.read().decode(errors="replace").rstrip()
    # The CPU of the part and of all that it started: unlike its seconds, the same whatever else the machine does.
    _, status, used = os.wait4(process.pid, 0)
    code = process.returncode = os.waitstatus_to_exitcode(status)
    seconds, cpu = time.monotonic() - started, used.ru_utime + used.ru_stime
    print(f"\n{output}\n== {name}: {seconds:.0f} s, {cpu:.0f} s of CPU, exit {code}\n", flush=True)
    return Ended(code, output)


def commands(given: list[str], chromium: str | None) -> dict[str, tuple[list[str], Path]]:
    """Name → command and folder of every part, the longest first."""
    found = {}
    for name, arguments in parts(chromium).items():
        # Of a choice such as `-k refund`, coverage can say nothing.
        chosen = [argument for argument in arguments if not (given and argument.startswith("--cov"))]
        found[name] = ([f"{BIN}/python", "-m", "pytest", *chosen, *given], ROOT)
    stand_in = ROOT / "stripe-stand-in"
    found["the stand-in"] = ([f"{BIN}/python", "-m", "pytest", "tests", *given], stand_in)
    if not given and (ROOT / "frontend" / "tests").exists():
        found["the page's own"] = ([f"{BIN}/npm", "test", "--silent"], ROOT / "frontend")
    return found


def main(given: list[str]) -> int:
    chromium = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, CHROMIUM)), None)
    with ThreadPoolExecutor(SIDE_BY_SIDE) as pool:
        running = {
            name: pool.submit(run, name, command, chromium, folder)
            for name, (command, folder) in commands(given, chromium).items()
        }
    # Of a choice such as `-k refund`, a part of the suite may have nothing to do.
    fine = {0, NOTHING_COLLECTED} if given else {0}
    failed = [name for name, part in running.items() if part.result().code not in fine]
    for name in failed:
        # Once more at the end, where a log that was cut short still has it.
        why = running[name].result().output.splitlines()[-LINES_OF_A_FAILURE:]
        print(f"== {name} failed; its last lines were", *why, "", sep="\n")
    if chromium is None:
        print(
            "The browser tests were left out: no Chromium was found "
            "(apt-get install chromium-headless-shell, or CHROMIUM=/path/to/it)"
        )
        if os.environ.get("CI") == "true":
            failed.append("browser (CI needs a Chromium)")
    print(f"test: failed in {', '.join(failed)}" if failed else "test: all is well", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
