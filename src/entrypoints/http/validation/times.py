"""How moments are spelt: RFC 3339 in UTC with whole milliseconds."""

from datetime import UTC, datetime


def spelt(moment: datetime) -> str:
    """`2026-11-22T21:25:00.125Z`."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
