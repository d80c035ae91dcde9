"""Waits on conditions, so that no test sleeps for a guessed time."""

import time
from collections.abc import Callable
from pathlib import Path

_LOOK_AGAIN = 0.05


def wait_until(condition: Callable[[], bool], what: str, seconds: float = 30.0) -> None:
    """Returns as soon as the condition holds; fails by name once the time is over."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, f"{what} did not come true within {seconds:g} s"
        time.sleep(_LOOK_AGAIN)


def runs(pid: int) -> bool:
    """Whether the process is there and no zombie."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state not in ("Z", "X")
