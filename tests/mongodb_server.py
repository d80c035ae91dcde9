"""One throwaway MongoDB for a test run: SecantusDB as a process of its own, never imported."""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_LISTENING = re.compile(rb"listening on 127\.0\.0\.1:(\d+)")
_START_SECONDS = 30.0


@contextmanager
def running_mongodb(folder: Path | None = None, *options: str) -> Iterator[str]:
    """Start a server and yield its URI (no database in its path).

    It forgets everything at the end, unless a folder keeps its data.
    """
    with tempfile.TemporaryDirectory(prefix="till-mongodb-") as home:
        command = Path(sys.executable).with_name("secantusd-py")
        kept = str(folder or home)
        process = subprocess.Popen(
            [command, "--host", "127.0.0.1", "--port", "0", "--storage-path", kept, "--log-level", "INFO", *options],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )
        watchdog = threading.Timer(_START_SECONDS, process.kill)
        watchdog.start()
        try:
            port = _announced_port(process)
            watchdog.cancel()
            # The log is read on, or the server would block once the pipe is full.
            threading.Thread(target=_drain, args=(process,), daemon=True).start()
            yield f"mongodb://127.0.0.1:{port}"
        finally:
            watchdog.cancel()
            # Killed, for a polite stop takes two seconds and there is nothing to save.
            process.kill()
            process.wait()
            if process.stderr is not None:
                process.stderr.close()


def _announced_port(process: subprocess.Popen[bytes]) -> int:
    assert process.stderr is not None
    said = b""
    for line in process.stderr:
        said += line
        if found := _LISTENING.search(line):
            return int(found.group(1))
    raise RuntimeError(f"SecantusDB ended before it listened: {said.decode(errors='replace')}")


def _drain(process: subprocess.Popen[bytes]) -> None:
    assert process.stderr is not None
    try:
        for _ in process.stderr:
            pass
    except ValueError:
        # Closed under us: the run is over.
        return
