"""One place for the figures of several processes, so that /metrics answers for all of them."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

DIRECTORY: Final = "PROMETHEUS_MULTIPROC_DIR"
"""Prometheus' client reads it when it is first imported, in each process."""


@contextmanager
def shared_figures(processes: int) -> Iterator[None]:
    """Gives the processes started within a directory to share, unless one is enough or one was given."""
    if processes == 1 or os.environ.get(DIRECTORY):
        yield
        return
    with tempfile.TemporaryDirectory(prefix="till-figures-") as directory:
        os.environ[DIRECTORY] = directory
        try:
            yield
        finally:
            del os.environ[DIRECTORY]
