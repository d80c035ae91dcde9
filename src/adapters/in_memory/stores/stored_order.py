"""Where orders lie in memory, history and outbox beside each, as in one document."""

from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType

from adapters.in_memory.stores.store_faults import Faults
from application.ports.storage.outbox import Audience
from domain.identifiers.types import OrderId
from domain.orders.due import attention_at
from domain.orders.history import Entry, Head
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
class Lying:
    """An order as it lies here; `attention_at` moves with each claim, which `tries` counts."""

    order: Order
    entries: tuple[Entry, ...]
    cursors: dict[Audience, Cursor]
    attention_at: datetime | None
    tries: int = 0


@dataclass(slots=True)
class OrderShelf:
    """All orders by id. It outlives whoever uses it, as a database outlives its clients."""

    faults: Faults = field(default_factory=Faults)
    lying: dict[OrderId, Lying] = field(default_factory=dict)


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


def head_after(order: Order, entries: tuple[Entry, ...]) -> Head:
    """The history's end once these entries are behind it."""
    return Head(seq=entries[-1].seq, hash=entries[-1].hash) if entries else order.head


def calls_for(audience: Audience, entries: tuple[Entry, ...]) -> bool:
    """Whether an audience is to be told of any of these."""
    match audience:
        case Audience.SHOPPER:
            return any(shopper_notice(entry) for entry in entries)
        case Audience.OPERATOR:
            return any(operator_notice(entry) for entry in entries)


def laid(order: Order, entries: tuple[Entry, ...], cursors: dict[Audience, Cursor]) -> Lying:
    """An order just saved: attention starts anew."""
    return Lying(order=order, entries=entries, cursors=cursors, attention_at=attention_at(order))
