"""The whole suite, in the processes it needs; every part runs even where an earlier one failed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = ROOT / ".venv" / "bin"
NOTHING_COLLECTED = 5
CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def parts(chromium: str | None) -> dict[str, list[str]]:
    """Name → what pytest is given. Browser tests need a process of their own: Playwright's loop bars asyncio's."""
    found = {
        # Coverage is asked of the unit tests alone: the tracer would slow everything else.
        "unit": ["tests/unit", "--cov", "--cov-report=term"],
        "the rest": ["tests", "--ignore=tests/unit", "--ignore=tests/e2e", "--ignore=tests/browser"],
        "end to end": ["tests/e2e", "--ignore=tests/e2e/browser"],
    }
    if chromium:
        found["browser"] = [folder for folder in ("tests/browser", "tests/e2e/browser") if (ROOT / folder).exists()]
    return {name: arguments for name, arguments in found.items() if arguments and (ROOT / arguments[0]).exists()}


def run(name: str, command: list[str], chromium: str | None, folder: Path = ROOT) -> int:
    environment = {**os.environ, "PATH": f"{BIN}:{os.environ.get('PATH', '/usr/bin:/bin')}"}
    if chromium:
        environment["CHROMIUM"] = chromium
    print(f"\n== {name}", flush=True)
    started = time.monotonic()
    code = subprocess.run(command, cwd=folder, env=environment, stdin=subprocess.DEVNULL, check=False).returncode
    print(f"== {name}: {time.monotonic() - started:.0f} s", flush=True)
    return code


def main(given: list[str]) -> int:
    chromium = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, CHROMIUM)), None)
    failed = []
    for name, arguments in parts(chromium).items():
        # Of a choice such as `-k refund`, coverage can say nothing, and a part of the suite may have nothing to do.
        chosen = [argument for argument in arguments if not (given and argument.startswith("--cov"))]
        code = run(name, [f"{BIN}/python", "-m", "pytest", *chosen, *given], chromium)
        if code and not (given and code == NOTHING_COLLECTED):
            failed.append(name)
    if (
        not given
        and (ROOT / "frontend" / "tests").exists()
        and run("the page's own", [f"{BIN}/npm", "test", "--silent"], chromium, ROOT / "frontend")
    ):
        failed.append("the page's own")
    if chromium is None:
        print(
            "The browser tests were left out: no Chromium was found (apt-get install chromium, or CHROMIUM=/path/to/it)"
        )
        if os.environ.get("CI") == "true":
            failed.append("browser (CI needs a Chromium)")
    print(f"test: failed in {', '.join(failed)}" if failed else "test: all is well", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
