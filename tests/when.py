"""When everything happens that no test gave another time."""

from datetime import UTC, datetime, timedelta

AT = datetime(2026, 3, 14, 9, 26, 53, 589000, tzinfo=UTC)


def after(seconds: float = 0, **more: float) -> datetime:
    """A moment after `AT`."""
    return AT + timedelta(seconds=seconds, **more)
