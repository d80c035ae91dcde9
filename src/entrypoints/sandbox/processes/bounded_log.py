"""A process's log that can't fill the disk, and its last lines for the message about a crash."""

from pathlib import Path
from typing import Final

from domain.text.visible import visible

LIMIT_BYTES: Final = 5_000_000  # a day of an idle sandbox is far below; two such files a process are kept
_TAIL_BYTES: Final = 4_000
_LAST_LINES: Final = 12


class BoundedLog:
    """Appends to `path`; a full file is renamed to `path.1` and a new one is begun."""

    def __init__(self, path: Path, limit: int = LIMIT_BYTES) -> None:
        self.path = path
        self._limit = limit
        self._tail = b""
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file = path.open("ab")

    def write(self, output: bytes) -> None:
        """Appends what a process printed; it is handed to the operating system when this returns."""
        if self._file.tell() + len(output) > self._limit:
            self._file.close()
            self.path.replace(self.path.with_name(f"{self.path.name}.1"))
            self._file = self.path.open("ab")
        self._file.write(output)
        self._file.flush()
        self._tail = (self._tail + output)[-_TAIL_BYTES:]

    def last_lines(self) -> str:
        """Returns the last lines that were written, indented, with what could command a terminal spelt out."""
        lines = self._tail.decode(errors="replace").splitlines()[-_LAST_LINES:]
        return "\n".join(f"    {visible(line)}" for line in lines) or "    (it printed nothing)"

    def close(self) -> None:
        """Closes the file."""
        self._file.close()
