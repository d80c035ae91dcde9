"""A folder that several processes share their metrics in, so that /metrics shows the sum of all."""

import fcntl
import os
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Final

from entrypoints.settings import Settings

DIRECTORY: Final = "PROMETHEUS_MULTIPROC_DIR"
"""The variable that Prometheus' client reads when it is first imported in a process."""


@contextmanager
def shared_figures(processes: int, settings: Settings) -> Iterator[None]:
    """Gives this process and those it starts a directory to share, unless one was given or it is the only process.

    Where METRICS_BIND names a port, all processes of one database with the same METRICS_BIND share one directory.
    """
    bind = settings.telemetry.metrics_bind
    if os.environ.get(DIRECTORY) or (processes == 1 and (bind is None or bind.port == 0)):
        yield
        return
    if bind is None or bind.port == 0:
        with tempfile.TemporaryDirectory(prefix="till-figures-") as directory, _sharing(directory):
            yield
        return
    sharers = sha256(f"{bind.host}:{bind.port}\n{settings.mongodb.database}".encode()).hexdigest()[:16]
    folder = Path(tempfile.gettempdir()) / f"till-figures-{os.getuid()}-{sharers}"
    with _in_use(folder), _sharing(str(folder)):
        yield


@contextmanager
def claimed(lock: Path) -> Iterator[bool]:
    """Yields whether this process has the lock, which no other can have until this ends; a dead process has none."""
    with lock.open("a") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True


@contextmanager
def _sharing(directory: str) -> Iterator[None]:
    os.environ[DIRECTORY] = directory
    try:
        yield
    finally:
        del os.environ[DIRECTORY]


@contextmanager
def _in_use(folder: Path) -> Iterator[None]:
    """Marks the folder as in use; files that were left when no process used it are removed."""
    folder.mkdir(mode=0o700, exist_ok=True)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid():
        raise PermissionError(f"{folder} belongs to another user: remove it")
    with (folder / "in-use").open("a") as used:
        try:
            fcntl.flock(used, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            pass
        else:
            for left in folder.glob("*.db"):
                left.unlink()
        fcntl.flock(used, fcntl.LOCK_SH)
        yield
