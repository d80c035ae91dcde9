"""The chains' heads that log lines tell of: they stand where whoever writes to the database can't reach."""

from collections.abc import Iterable, Sequence

import msgspec

from domain.identifiers.types import OrderId
from domain.orders.history import Entry


class _Line(msgspec.Struct):
    event: str
    order_id: str | None = None
    head_seq: int | None = None
    head_hash: str | None = None


def logged_heads(lines: Iterable[str]) -> dict[OrderId, dict[int, str]]:
    """By order, the hash that each seq had when it was the head; lines of other kinds and of others are passed over."""
    heads: dict[OrderId, dict[int, str]] = {}
    for line in lines:
        try:
            told = msgspec.json.decode(line, type=_Line)
        except msgspec.DecodeError:
            continue
        if told.event == "order_changed" and told.order_id and told.head_seq and told.head_hash:
            heads.setdefault(OrderId(told.order_id), {})[told.head_seq] = told.head_hash
    return heads


def first_missing(entries: Sequence[Entry | None], heads: dict[int, str]) -> int | None:
    """The lowest seq of a logged head that is not in the chain, or the first after its end; None where all are."""
    for seq, digest in sorted(heads.items()):
        if seq > len(entries):
            return len(entries) + 1
        entry = entries[seq - 1]
        if entry is None or entry.hash != digest:
            return seq
    return None
