"""Ends a process when the one that started it ends in any way, SIGKILL included."""

import ctypes
import os
import signal
from collections.abc import Callable

_PR_SET_PDEATHSIG = 1  # linux/prctl.h
_libc = ctypes.CDLL(None, use_errno=True)


def end_with_parent() -> Callable[[], None]:
    """Returns what a child runs between fork and exec.

    The kernel sends SIGKILL when the starting *thread* ends, so such a process must be started by the main thread.
    Nothing is lost: what was acknowledged is on disk.
    """
    parent = os.getpid()

    def in_the_child() -> None:
        _libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
        # The parent may have ended before the call above took effect.
        if os.getppid() != parent:
            os._exit(1)

    return in_the_child
