"""How the driver is opened, how its failures are read, and what all stores share.

Motor reads the number of its threads from the environment when it is first imported, which is below this package.
"""

import os

from adapters.system.hidden_imports import hidden_imports

THREADS = 32
"""Calls that one process has under way at once. Motor's own default is five for each processor: on a small machine a
few stuck calls would then stop all others."""

os.environ.setdefault("MOTOR_MAX_WORKERS", str(THREADS))

# PyMongo would load `cryptography`, 6 MiB, to find that pyOpenSSL is not installed; it uses Python's own TLS.
with hidden_imports("cryptography"):
    import pymongo  # noqa: F401
