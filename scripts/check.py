"""Checks everything that needs no running Till: formatting, lint, types, architecture, locks, the page's types."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = ROOT / ".venv" / "bin"
PAGE = ROOT / "frontend"


def checks() -> dict[str, tuple[Path, list[str]]]:
    """Name → folder and command; the slowest first, so that it runs beside the others."""
    found = {
        "types": (ROOT, [f"{BIN}/mypy"]),
        "architecture": (ROOT, [f"{BIN}/lint-imports"]),
        "lint": (ROOT, [f"{BIN}/ruff", "check", "."]),
        "formatting": (ROOT, [f"{BIN}/ruff", "format", "--check", "."]),
        "locks": (ROOT, [f"{BIN}/python", "scripts/locks.py", "check"]),
    }
    if (PAGE / "package-lock.json").exists():
        found["the page's types"] = (PAGE, [f"{BIN}/npm", "run", "--silent", "types"])
    return found


def run(folder: Path, command: list[str]) -> tuple[int, float, str]:
    started = time.monotonic()
    environment = {**os.environ, "PATH": f"{BIN}:{os.environ.get('PATH', '/usr/bin:/bin')}"}
    done = subprocess.run(
        command,
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    return done.returncode, time.monotonic() - started, done.stdout.decode(errors="replace")


def main() -> int:
    failed = []
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        started = {name: pool.submit(run, *check) for name, check in checks().items()}
        for name, result in started.items():
            code, seconds, output = result.result()
            print(f"{'FAIL' if code else 'ok':5}{name} ({seconds:.1f} s)", flush=True)
            if code:
                failed.append(name)
                print(output, flush=True)
    print(f"check: {', '.join(failed)} failed" if failed else "check: all is well")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
