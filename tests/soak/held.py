"""What a process holds of the machine, as Linux tells it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """Of one process at one moment; memory in MiB."""

    memory: float
    files: int
    threads: int


def held_by(pid: int) -> Held:
    """Raises `OSError` where the process has ended."""
    process = Path(f"/proc/{pid}")
    fields = dict(line.split(":", 1) for line in (process / "status").read_text().splitlines())
    return Held(
        memory=int(fields["VmRSS"].split()[0]) / 1024,
        files=len(list((process / "fd").iterdir())),
        threads=int(fields["Threads"]),
    )
