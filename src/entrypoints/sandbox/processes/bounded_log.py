"""A process's log that can't fill the disk, and its last words for the message about a crash."""

from pathlib import Path
from typing import Final

LIMIT_BYTES: Final = 5_000_000  # a day of an idle sandbox is far below; two such files a process are kept
_LAST_WORDS_BYTES: Final = 4_000
_LAST_WORDS_LINES: Final = 12


class BoundedLog:
    """Appends to `path`; when that is full it becomes `path.1` and a new one is begun."""

    def __init__(self, path: Path, limit: int = LIMIT_BYTES) -> None:
        self.path = path
        self._limit = limit
        self._tail = b""
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file = path.open("ab")

    def write(self, said: bytes) -> None:
        """Keeps what a process said; it is on its way to the disk when this returns."""
        if self._file.tell() + len(said) > self._limit:
            self._file.close()
            self.path.replace(self.path.with_name(f"{self.path.name}.1"))
            self._file = self.path.open("ab")
        self._file.write(said)
        self._file.flush()
        self._tail = (self._tail + said)[-_LAST_WORDS_BYTES:]

    def last_words(self) -> str:
        """The last lines that were written, indented."""
        lines = self._tail.decode(errors="replace").splitlines()[-_LAST_WORDS_LINES:]
        return "\n".join(f"    {line}" for line in lines) or "    (it said nothing)"

    def close(self) -> None:
        """Ends it."""
        self._file.close()
