"""What the stand-in keeps on disk: a line for everything that changed the account, replayed at the start."""

import fcntl
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Self

import msgspec


class JournalInUse(Exception):
    """Another process keeps these books."""


class JournalUnreadable(Exception):
    """The books hold something that this version can't have written; nothing was changed in them."""


class Entry(msgspec.Struct, frozen=True, omit_defaults=True):
    """One change: what was done at which moment (seconds), and a digest of what was said about it.

    `drawn` is how much the model had drawn of its sequence of ids before: reading draws too, and is not in the books.
    """

    at: float
    act: str
    args: dict[str, Any]
    drawn: int = 0
    said: str = ""


class Journal:
    """An append-only file, written through to the system before a change is answered.

    A killed process loses nothing that was written; a machine that loses power may, for nothing is forced to the disk.
    A last line that was cut short was never answered and is taken off at the next start.
    """

    def __init__(self, file: int) -> None:
        self._file = file
        self._encoder = msgspec.json.Encoder()

    @classmethod
    def open(cls, path: Path) -> Self:
        """Open or begin the books at `path`, for this process alone.

        Raises JournalInUse while another process holds them.
        """
        path.parent.mkdir(parents=True, exist_ok=True)
        file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(file)
            raise JournalInUse(f"{path} is in use by another stand-in") from None
        return cls(file)

    def read(self) -> Iterator[Entry]:
        """Every entry, oldest first. Raises JournalUnreadable for a broken line other than a cut last one."""
        decoder = msgspec.json.Decoder(Entry)
        whole = 0
        with os.fdopen(os.dup(self._file), "rb") as lines:
            lines.seek(0)
            for number, line in enumerate(lines, start=1):
                if not line.endswith(b"\n"):
                    break
                try:
                    yield decoder.decode(line)
                except msgspec.DecodeError as fault:
                    raise JournalUnreadable(f"line {number} of the books can't be read: {fault}") from fault
                whole += len(line)
        os.ftruncate(self._file, whole)

    def write(self, entry: Entry) -> None:
        """Add one entry; when this returns, it outlives the process."""
        line = memoryview(self._encoder.encode(entry) + b"\n")
        while line:
            line = line[os.write(self._file, line) :]

    def close(self) -> None:
        """Let go of the file."""
        os.close(self._file)
