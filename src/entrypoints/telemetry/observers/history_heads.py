"""The heads of chains as log lines recorded them, where a writer of the database can't change them."""

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
    """Returns by order the hash that each seq had when it was the head; other lines are skipped."""
    heads: dict[OrderId, dict[int, str]] = {}
    for line in lines:
        try:
            logged = msgspec.json.decode(line, type=_Line)
        except msgspec.DecodeError:
            continue
        if logged.event == "order_changed" and logged.order_id and logged.head_seq and logged.head_hash:
            heads.setdefault(OrderId(logged.order_id), {})[logged.head_seq] = logged.head_hash
    return heads


def first_missing(entries: Sequence[Entry | None], heads: dict[int, str]) -> int | None:
    """Returns the lowest seq of a logged head that the chain lacks, or the first after its end, or None."""
    for seq, digest in sorted(heads.items()):
        if seq > len(entries):
            return len(entries) + 1
        entry = entries[seq - 1]
        if entry is None or entry.hash != digest:
            return seq
    return None
