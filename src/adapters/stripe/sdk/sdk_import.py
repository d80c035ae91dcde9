"""Imports Stripe's SDK without the two HTTP libraries that it would choose a client from: Till passes its own client.

They take as long to import as the SDK itself, and memory in every process.
"""

from adapters.system.hidden_imports import hidden_imports

with hidden_imports("requests", "httpx"):
    import stripe  # noqa: F401
