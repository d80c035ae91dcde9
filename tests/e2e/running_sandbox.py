"""A sandbox as its user starts it: `till sandbox`, a process of its own on free ports."""

import hashlib
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from tests.e2e.waiting import runs, wait_until

START_SECONDS = 150.0  # two cores may be busy with other tests


@dataclass(kw_only=True)
class RunningSandbox:
    """What was started, and what it said so far."""

    process: subprocess.Popen[str]
    folder: Path
    said: list[str] = field(default_factory=list)

    @property
    def output(self) -> str:
        return "".join(self.said)

    @property
    def details(self) -> dict[str, str]:
        """The fields of sandbox.json; there once it is ready."""
        fields: dict[str, str] = json.loads((self.folder / "sandbox.json").read_text())
        return fields

    def is_ready(self) -> bool:
        assert self.process.poll() is None, f"the sandbox ended:\n{self.output}"
        return (self.folder / "sandbox.json").exists()

    def children(self) -> dict[str, int]:
        """Command line → process id of the processes that it started."""
        found = {}
        for stat in Path("/proc").glob("[0-9]*/stat"):
            try:
                parent = int(stat.read_text().rpartition(")")[2].split()[1])
                if parent == self.process.pid and runs(int(stat.parent.name)):
                    command = (stat.parent / "cmdline").read_bytes().replace(b"\0", b" ").decode()
                    found[command] = int(stat.parent.name)
            except OSError:
                # It ended while we looked.
                continue
        return found

    def child(self, part: str) -> int:
        """The one process whose command line holds the part."""
        (pid,) = [pid for command, pid in self.children().items() if part in command]
        return pid

    def stop(self, number: signal.Signals = signal.SIGTERM) -> int:
        """Signals it and returns its exit code."""
        self.process.send_signal(number)
        return self.process.wait(timeout=60)


@contextmanager
def running_sandbox(folder: Path, *options: str, environment: dict[str, str] | None = None) -> Iterator[RunningSandbox]:
    """Starts a sandbox with its data in `folder`, yields it once it is ready, and stops it."""
    command = [sys.executable, "-m", "entrypoints.cli", "sandbox", "--data", str(folder)]
    if "--port" not in options:
        command += ["--port", "0"]
    if "--stripe-port" not in options:
        command += ["--stripe-port", "0"]
    if given := os.environ.get("TILL_TEST_MONGODB"):
        command += ["--mongodb", _in_a_database_of(folder, given)]
    with subprocess.Popen(
        [*command, *options],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={**os.environ, **(environment or {}), "PYTHONUNBUFFERED": "1"},
        cwd=folder.parent,
    ) as process:
        sandbox = RunningSandbox(process=process, folder=folder)
        reader = threading.Thread(target=_listen, args=(process, sandbox.said), daemon=True)
        reader.start()
        try:
            # An older file is removed before anything else is, so the one we wait for is this start's.
            wait_until(
                lambda: "Till's sandbox is ready" in sandbox.output or _ended(sandbox), "readiness", START_SECONDS
            )
            assert sandbox.is_ready()
            yield sandbox
        finally:
            if process.poll() is None:
                process.terminate()
                process.wait(timeout=60)
            reader.join(timeout=10)


def _in_a_database_of(folder: Path, mongodb_uri: str) -> str:
    """The URI with a database that is the folder's, so that a second start finds what the first one left."""
    name = hashlib.sha256(str(folder).encode()).hexdigest()[:16]
    return urlunsplit(urlsplit(mongodb_uri)._replace(path=f"/till_e2e_{name}"))


def _ended(sandbox: RunningSandbox) -> bool:
    return sandbox.process.poll() is not None


def _listen(process: subprocess.Popen[str], said: list[str]) -> None:
    # Line by line, for others read the list meanwhile.
    said.extend(process.stdout or ())
