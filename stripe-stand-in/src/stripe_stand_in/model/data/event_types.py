"""Stripe's event types of the newest version."""

from functools import cache
from pathlib import Path


@cache
def event_types() -> frozenset[str]:
    """Returns the names of all snapshot event types."""
    return frozenset(Path(__file__).with_name("event_types.txt").read_text(encoding="utf-8").split())
