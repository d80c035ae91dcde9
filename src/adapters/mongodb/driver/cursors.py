"""Opaque cursors of lists that run newest first, which stay where they are while new things arrive."""

import binascii
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import UTC, datetime, timedelta

from adapters.mongodb.driver.connection import Document

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
LAST_SECOND = 253_402_300_799
"""The end of the year 9999."""


def cursor_after(at: datetime, document_id: str) -> str:
    """Where a page ended."""
    return urlsafe_b64encode(f"{milliseconds_of(at)}:{document_id}".encode()).decode().rstrip("=")


def milliseconds_of(at: datetime) -> int:
    """A moment as a cursor spells it."""
    return (at - EPOCH) // timedelta(milliseconds=1)


def older_than(cursor: str | None, field: str) -> Document:
    """The condition for what follows a cursor, newest first by `field`, then by id; a malformed one is `ValueError`."""
    if cursor is None:
        return {}
    at, document_id = place_of(cursor)
    return {field: {"$lte": at}, "$or": [{field: {"$lt": at}}, {"_id": {"$lt": document_id}}]}


def place_of(cursor: str) -> tuple[datetime, str]:
    """The moment and the id at which a page ended; a malformed cursor is `ValueError`."""
    try:
        place = urlsafe_b64decode(cursor.encode("ascii") + b"=" * (-len(cursor) % 4)).decode()
    except (binascii.Error, UnicodeError) as fault:
        raise ValueError("malformed cursor") from fault
    milliseconds, colon, document_id = place.partition(":")
    # Python reads digits of every script and no bound to their number.
    if not (colon and document_id and milliseconds.isascii() and milliseconds.isdigit() and len(milliseconds) <= 15):
        raise ValueError("malformed cursor")
    if int(milliseconds) > LAST_SECOND * 1000:
        raise ValueError("malformed cursor")
    return EPOCH + timedelta(milliseconds=int(milliseconds)), document_id
