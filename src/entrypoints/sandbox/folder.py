"""A sandbox's data folder, and the lock that admits one sandbox at a time."""

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from entrypoints.sandbox.fault import SandboxFault


@dataclass(frozen=True, slots=True)
class Folder:
    """A sandbox's data folder; nothing outside the paths named here is ever written or removed."""

    root: Path

    @property
    def mongodb(self) -> Path:
        """SecantusDB's own files."""
        return self.root / "mongodb"

    @property
    def stripe(self) -> Path:
        """The stand-in's account."""
        return self.root / "stripe"

    @property
    def mail(self) -> Path:
        """The mails that were caught."""
        return self.root / "mail"

    @property
    def logs(self) -> Path:
        """What each process printed."""
        return self.root / "logs"

    @property
    def keys(self) -> Path:
        """The sandbox's own throwaway secrets."""
        return self.root / "keys.json"

    @property
    def imported_catalog(self) -> Path:
        """The digest of the demo catalog that was last imported."""
        return self.root / "catalog.sha256"

    @property
    def connection_details(self) -> Path:
        """How other programs reach the running sandbox."""
        return self.root / "sandbox.json"

    @property
    def environment(self) -> Path:
        """The settings of the running sandbox, for a shell to source."""
        return self.root / "environment"

    @property
    def _lock(self) -> Path:
        return self.root / "lock"

    @contextmanager
    def held(self) -> Iterator[None]:
        """Keeps other sandboxes out while the block runs; the kernel drops the lock however this process ends."""
        try:
            self.root.mkdir(mode=0o700, parents=True, exist_ok=True)
            self.root.chmod(0o700)
            lock = os.open(self._lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as error:
            raise SandboxFault(f"The data folder {self.root} can't be used: {error.strerror}") from None
        try:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                holder = os.pread(lock, 32, 0).decode().strip()
                raise SandboxFault(
                    f"Another sandbox (process {holder}) uses {self.root}; stop it, or name another folder by --data"
                ) from None
            os.ftruncate(lock, 0)
            os.pwrite(lock, str(os.getpid()).encode(), 0)
            yield
        finally:
            os.close(lock)

    def empty(self) -> None:
        """Removes everything that a sandbox wrote here, and nothing else."""
        for path in (self.mongodb, self.stripe, self.mail, self.logs):
            shutil.rmtree(path, ignore_errors=True)
        self.remove_connection_details()
        for path in (self.keys, self.imported_catalog):
            path.unlink(missing_ok=True)

    def remove_connection_details(self) -> None:
        """Removes the files by which others reach a running sandbox."""
        for path in (self.connection_details, self.environment):
            path.unlink(missing_ok=True)

    def write_private(self, path: Path, content: bytes) -> None:
        """Replaces the file in one step, readable by its owner alone."""
        draft = path.with_name(f".{path.name}.draft")
        draft.unlink(missing_ok=True)
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
