"""Reads the orders' histories, which are their audit trail, even where they were changed outside Till."""

from collections.abc import AsyncIterator
from typing import Any

import msgspec
from bson.codec_options import CodecOptions, DatetimeConversion

from adapters.mongodb.documents.history import entry_from_document, entry_to_document, head_from_document
from adapters.mongodb.documents.state import state_digest
from adapters.mongodb.driver.connection import Database, Document
from adapters.mongodb.driver.reads import find_one
from adapters.mongodb.driver.streams import by_id
from application.ports.storage.failures import UnreadableHistory
from application.ports.storage.histories import Chain
from domain.identifiers.types import OrderId
from domain.orders.history import ChainHead, Entry

AS_STORED: CodecOptions[Document] = CodecOptions(
    tz_aware=True, datetime_conversion=DatetimeConversion.DATETIME_AUTO, unicode_decode_error_handler="replace"
)
"""Reads what the driver would refuse: moments that no calendar has, and text that is no UTF-8."""


class MongoHistories:
    """Keeps the port `Histories`."""

    def __init__(self, database: Database) -> None:
        self._orders = database["orders"].with_options(codec_options=AS_STORED)

    async def entries(self, order_id: OrderId) -> tuple[Entry, ...] | None:
        document = await find_one(self._orders, {"_id": order_id}, {"history": 1})
        if document is None:
            return None
        entries = []
        for seq, entry in enumerate(entries_of(document), start=1):
            if entry is None:
                raise UnreadableHistory(seq)
            entries.append(entry)
        return tuple(entries)

    async def all(self) -> AsyncIterator[Chain]:
        async for document in by_id(self._orders, {"outbox": 0}):
            yield Chain(
                order_id=OrderId(str(document["_id"])),
                head=head_of(document),
                entries=entries_of(document),
                state=state_digest(document),
            )


def entries_of(document: Document) -> tuple[Entry | None, ...]:
    """The history of an order's document; a single None where it is no list."""
    history = document.get("history")
    return tuple(map(_entry, history)) if isinstance(history, list) else (None,)


def head_of(document: Document) -> ChainHead | None:
    """The end of the chain that an order's document claims."""
    try:
        return head_from_document(document["head"])
    except (KeyError, msgspec.ValidationError):
        return None


def _entry(stored: Any) -> Entry | None:
    try:
        entry = entry_from_document(stored)
    except msgspec.ValidationError:
        return None
    # Only what is read is signed: a field beside it, or a time written as text, would go unseen.
    return entry if entry_to_document(entry) == stored else None
