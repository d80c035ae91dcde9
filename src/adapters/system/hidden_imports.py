"""Imports a library without others that it would load merely because they are installed."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def hidden_imports(*names: str) -> Iterator[None]:
    """Makes imports of these modules fail inside the context, unless they are loaded already.

    Python treats `None` in sys.modules as "not found" (docs.python.org/3/reference/import.html, "The module cache").
    """
    hidden = [name for name in names if name not in sys.modules]
    sys.modules.update(dict.fromkeys(hidden))  # type: ignore[arg-type]
    try:
        yield
    finally:
        for name in hidden:
            del sys.modules[name]
