"""Imports a library without others that it would load merely because they are installed."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def hidden_imports(*names: str) -> Iterator[None]:
    """Within, these modules cannot be imported; afterwards they can, and one that was loaded before is left alone.

    `None` among the modules is Python's own way to say so (docs.python.org/3/reference/import.html, "The module
    cache").
    """
    hidden = [name for name in names if name not in sys.modules]
    sys.modules.update(dict.fromkeys(hidden))  # type: ignore[arg-type]
    try:
        yield
    finally:
        for name in hidden:
            del sys.modules[name]
