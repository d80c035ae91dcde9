"""Pages of lists that run newest first."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from typing import TypeVar

_Item = TypeVar("_Item")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def page_of(
    items: Iterable[_Item], place: Callable[[_Item], tuple[datetime, str]], limit: int, cursor: str | None
) -> tuple[tuple[_Item, ...], str | None]:
    """Up to `limit` items after `cursor`, newest first, and the cursor behind them; a malformed one is `ValueError`."""
    after = place_of(cursor) if cursor is not None else None
    older = sorted((item for item in items if after is None or place(item) < after), key=place, reverse=True)
    page = tuple(older[:limit])
    return page, (cursor_of(*place(page[-1])) if len(older) > limit else None)


def cursor_of(at: datetime, item_id: str) -> str:
    """The cursor behind an item."""
    return f"{(at - _EPOCH) // timedelta(milliseconds=1)}:{item_id}"


def place_of(cursor: str) -> tuple[datetime, str]:
    """The place of the item that a cursor stands behind; a malformed one is `ValueError`."""
    milliseconds, colon, item_id = cursor.partition(":")
    if not (colon and item_id and milliseconds.isascii() and milliseconds.isdigit() and len(milliseconds) <= 13):
        raise ValueError("malformed cursor")
    return _EPOCH + timedelta(milliseconds=int(milliseconds)), item_id


def after_change(number: int) -> str:
    """The cursor behind an order's change of that number."""
    return f"change:{number}"


def change_place(cursor: str) -> int:
    """The number of the change that a cursor stands behind; a malformed one is `ValueError`."""
    word, _, number = cursor.partition(":")
    if word != "change" or not (number.isascii() and number.isdigit()):
        raise ValueError("malformed cursor")
    return int(number)
