"""What only a process that stays needs of its machine: an address for its figures, and a folder to share them in."""

import os
from pathlib import Path

from entrypoints.listening import CannotListen, bound
from entrypoints.settings.model import Address
from entrypoints.settings.reading import Reading


def check_listeners(metrics_bind: Address | None, read: Reading) -> None:
    """Notes a fault where the figures can't be served; that another process of Till's has the port is none."""
    if metrics_bind is not None:
        try:
            bound(metrics_bind.host, metrics_bind.port).close()
        except CannotListen as why:
            if not why.busy:
                read.fault("METRICS_BIND", f"can't be listened on ({why}); 127.0.0.1:9090 or 0.0.0.0:9090 can")
    read.optional("PROMETHEUS_MULTIPROC_DIR", _writable_directory, None)


def _writable_directory(value: str) -> str:
    if not os.access(value, os.W_OK | os.X_OK) or not Path(value).is_dir():
        raise ValueError("must be a directory that this process may write to; make it, or unset the variable")
    return value
