"""The journal on disk: one line for every change of the account, replayed at the start."""

import fcntl
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Self

import msgspec


class JournalInUse(Exception):
    """Another process uses this journal."""


class JournalUnreadable(Exception):
    """The journal was not written by this version; it was left unchanged."""


class Entry(msgspec.Struct, frozen=True, omit_defaults=True):
    """One change: the act, its time in seconds, and a digest of its response.

    `ids_drawn` is the position in each account's sequence of ids before it: reads draw ids too, and are not recorded.
    """

    at: float
    act: str
    args: dict[str, Any]
    ids_drawn: dict[str, int] = {}
    digest: str = ""


class Journal:
    """An append-only file, written to the operating system before a change is answered.

    A killed process loses nothing that was written; a power failure may, because nothing is synced to the disk.
    An incomplete last line was never answered and is removed at the next start.
    """

    def __init__(self, file: int) -> None:
        self._file = file
        self._encoder = msgspec.json.Encoder()

    @classmethod
    def open(cls, path: Path) -> Self:
        """Opens or creates the journal at `path` for this process alone.

        Raises JournalInUse while another process holds it.
        """
        path.parent.mkdir(parents=True, exist_ok=True)
        file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(file)
            raise JournalInUse(f"{path} is in use by another stand-in") from None
        return cls(file)

    @classmethod
    def temporary(cls) -> Self:
        """Opens an empty journal that is gone once the process ends."""
        with tempfile.TemporaryFile(buffering=0) as file:
            return cls(os.dup(file.fileno()))

    def read(self) -> Iterator[Entry]:
        """Yields every entry, oldest first. Raises JournalUnreadable for any broken line but the last."""
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
                    raise JournalUnreadable(f"line {number} of the journal can't be read: {fault}") from fault
                whole += len(line)
        os.ftruncate(self._file, whole)

    def write(self, entry: Entry) -> None:
        """Appends one entry; once this returns, it outlives the process."""
        line = memoryview(self._encoder.encode(entry) + b"\n")
        while line:
            line = line[os.write(self._file, line) :]

    def close(self) -> None:
        """Closes the file."""
        os.close(self._file)
