"""Where orders lie in memory, history and outbox beside each, as in one document."""

from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType

from adapters.in_memory.stores.store_faults import StoreFaults
from application.ports.storage.outbox import Audience
from domain.identifiers.types import OrderId
from domain.orders.due import due_at
from domain.orders.history import ChainHead, Entry
from domain.orders.notices import operator_notice, shopper_notice
from domain.orders.order import Order


@dataclass(frozen=True, slots=True, kw_only=True)
class Cursor:
    """How far one audience was told; `not_before` doubles as the token of the claim that set it."""

    due: bool
    next: int = 1
    attempts: int = 0
    not_before: datetime
    reason: str | None = None
    unsendable: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredOrder:
    """An order as it lies here; `due_at` moves with each claim, which `tries` counts."""

    order: Order
    entries: tuple[Entry, ...]
    cursors: dict[Audience, Cursor]
    due_at: datetime | None
    tries: int = 0


@dataclass(slots=True)
class OrderTable:
    """All orders by id. It outlives whoever uses it, as a database outlives its clients."""

    faults: StoreFaults = field(default_factory=StoreFaults)
    stored: dict[OrderId, StoredOrder] = field(default_factory=dict)


def frozen(entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
    """The entries with data that nobody can change any more."""
    return tuple(
        Entry(
            seq=entry.seq,
            at=entry.at,
            type=entry.type,
            actor=entry.actor,
            cause=entry.cause,
            data=MappingProxyType(dict(entry.data)),
            hash=entry.hash,
        )
        for entry in entries
    )


def head_after(order: Order, entries: tuple[Entry, ...]) -> ChainHead:
    """The history's end once these entries are behind it."""
    return ChainHead(seq=entries[-1].seq, hash=entries[-1].hash) if entries else order.head


def calls_for(audience: Audience, entries: tuple[Entry, ...]) -> bool:
    """Whether an audience is to be told of any of these."""
    match audience:
        case Audience.SHOPPER:
            return any(shopper_notice(entry) for entry in entries)
        case Audience.OPERATOR:
            return any(operator_notice(entry) for entry in entries)


def laid(order: Order, entries: tuple[Entry, ...], cursors: dict[Audience, Cursor]) -> StoredOrder:
    """An order just saved: attention starts anew."""
    return StoredOrder(order=order, entries=entries, cursors=cursors, due_at=due_at(order))
