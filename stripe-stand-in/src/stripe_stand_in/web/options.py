"""The stand-in's start options."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

QUICK_RETRIES = (1.0, 2.0, 5.0, 15.0, 60.0, 300.0, 1800.0, 7200.0, 21600.0, 43200.0, 86400.0, 86400.0)
"""Seconds between attempts to deliver a webhook: short at first, which suits a sandbox, three days in all."""

LOOPBACK = ("127.0.0.1", "localhost")


def loopback_spellings(origins: Iterable[str]) -> tuple[str, ...]:
    """Returns the origins, with both `127.0.0.1` and `localhost` for one on this machine."""
    found = []
    for origin in origins:
        parts = urlsplit(origin)
        names = LOOPBACK if parts.hostname in LOOPBACK else (parts.hostname or "",)
        port = f":{parts.port}" if parts.port else ""
        found += [f"{parts.scheme}://{name}{port}" for name in names]
    return tuple(dict.fromkeys(found))


@dataclass(frozen=True, slots=True, kw_only=True)
class StandInOptions:
    """Keys and secrets are valid on this stand-in alone. Times are seconds."""

    journal: Path | None
    """The file that keeps the account; None keeps it in memory alone."""
    secret_key: str
    publishable_key: str
    origin: str
    """Where browsers reach the stand-in: scheme, host and port."""
    shop_origins: Sequence[str] = ()
    """The pages that may embed card frames."""
    webhook_url: str | None = None
    webhook_secret: str | None = None
    retry_after: tuple[float, ...] = QUICK_RETRIES
    settle_after: float = 30.0
    """How long a bank debit stays processing."""
    refund_settles_after: float = 5.0
    uses_microdeposits: bool = False
    uncaptured_shown_as_refund: bool = False
    reviews_elevated_risk: bool = False
