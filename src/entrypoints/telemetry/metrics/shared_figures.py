"""One place for the figures of several processes, so that /metrics answers for all of them."""

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
"""Prometheus' client reads it when it is first imported, in each process."""


@contextmanager
def shared_figures(processes: int, settings: Settings) -> Iterator[None]:
    """Gives this process and those it starts a directory to share, unless one was given or there is nobody to share.

    Where the figures have a port of their own, all processes of one database that name it share, whoever holds it.
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
    with _of_the_living(folder), _sharing(str(folder)):
        yield


@contextmanager
def claimed(lock: Path) -> Iterator[bool]:
    """Whether nobody else claims it, which nobody else can while this is entered; a process that dies lets go."""
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
def _of_the_living(folder: Path) -> Iterator[None]:
    """Keeps the folder's figures from being swept out; what is left when nobody uses it is not ours to tell."""
    folder.mkdir(mode=0o700, exist_ok=True)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid():
        raise PermissionError(f"{folder} was put there by somebody else: remove it")
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
