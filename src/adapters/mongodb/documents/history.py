"""An order's history inside its document: the audit trail."""

from datetime import datetime

import msgspec

from adapters.mongodb.documents.plain import from_plain, mirrored, to_plain
from domain.orders.history import ChainHead, Entry


class ChainHeadDocument(msgspec.Struct, rename="camel", kw_only=True):
    """The chain's end."""

    seq: int
    hash: str


class EntryDocument(msgspec.Struct, rename="camel", kw_only=True, omit_defaults=True):
    """One entry."""

    seq: int
    at: datetime
    type: str
    actor: str
    cause: str
    data: dict[str, str | int | bool | None]
    hash: str
    state: str | None = None


def entry_to_document(entry: Entry) -> dict[str, object]:
    """An entry as it is stored."""
    return to_plain(
        EntryDocument(
            seq=entry.seq,
            at=entry.at,
            type=entry.type,
            actor=entry.actor,
            cause=entry.cause,
            data=dict(entry.data),
            hash=entry.hash,
            state=entry.state,
        )
    )


def entry_from_document(document: dict[str, object]) -> Entry:
    """An entry as the domain knows it."""
    return mirrored(from_plain(document, EntryDocument), Entry)


def head_to_document(head: ChainHead) -> dict[str, object]:
    """The chain's end as it is stored."""
    return to_plain(ChainHeadDocument(seq=head.seq, hash=head.hash))


def head_from_document(document: dict[str, object]) -> ChainHead:
    """The chain's end that an order's document claims."""
    return mirrored(from_plain(document, ChainHeadDocument), ChainHead)
