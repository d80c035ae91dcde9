"""Imports Stripe's SDK without the two HTTP libraries that it would choose a client from, and without its log lines.

Till passes its own client, and the libraries take as long to import as the SDK itself, and memory in every process.
The SDK composes its lines, whole bodies with client secrets in them, before it asks whether anybody wants them.
"""

from collections.abc import Mapping

from adapters.system.hidden_imports import hidden_imports

with hidden_imports("requests", "httpx"):
    from stripe import _util as sdk_util


def _no_line(_: Mapping[str, object]) -> str:
    return ""


sdk_util.logfmt = _no_line
