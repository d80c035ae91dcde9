"""When an event that an endpoint did not take is sent to it again."""

import hashlib
from datetime import datetime, timedelta

_DELAYS = (
    timedelta(seconds=5),
    timedelta(seconds=30),
    timedelta(minutes=2),
    timedelta(minutes=10),
    timedelta(hours=1),
    timedelta(hours=3),
    timedelta(hours=6),
)
_LATER = timedelta(hours=12)

GIVEN_UP_AFTER = timedelta(days=5)
"""Longer than a weekend with a holiday on either side, so that somebody has been at work in between."""

_JITTER = 0.2
"""The largest part by which a delay is lengthened: what failed together is not sent again together."""


def next_try(failures: int, failing_since: datetime, now: datetime, event: str) -> datetime | None:
    """Returns when an event that failed so often is next tried, or None where five days of trying are over.

    The last try is made just when they are; `event` makes the jitter of events differ.
    """
    end = failing_since + GIVEN_UP_AFTER
    if now >= end:
        return None
    delay = _DELAYS[failures - 1] if failures <= len(_DELAYS) else _LATER
    lengthened = delay * (1 + _JITTER * _part(f"{event}:{failures}"))
    return min(now + timedelta(milliseconds=lengthened // timedelta(milliseconds=1)), end)


def _part(text: str) -> float:
    """A number from 0 up to 1, the same for the same text."""
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:4], "big") / 2**32
