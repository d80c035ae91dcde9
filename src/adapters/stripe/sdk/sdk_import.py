"""Imports Stripe's SDK without the two HTTP libraries that it would load to choose a client from: Till hands it one.

They take as long to import as the SDK itself, and memory in every process. `None` among the modules is how Python says
that one is not to be had (docs.python.org/3/reference/import.html, "The module cache").
"""

import sys

_UNUSED = ("requests", "httpx")


def _import_the_sdk() -> None:
    hidden = [name for name in _UNUSED if name not in sys.modules]
    sys.modules.update(dict.fromkeys(hidden))  # type: ignore[arg-type]
    try:
        import stripe  # noqa: F401
    finally:
        for name in hidden:
            del sys.modules[name]


_import_the_sdk()
