"""Orders as they are stored in memory: each with its history and outbox, as in one document."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from types import MappingProxyType

from adapters.in_memory.stores.store_faults import StoreFaults
from application.ports.shop.webhooks import EndpointId
from application.ports.storage.outbox import Audience
from application.ports.storage.shop_outbox import ShopCursor
from domain.identifiers.types import OrderId, UserId
from domain.orders.due import due_at
from domain.orders.history import ChainHead, Entry
from domain.orders.notices import operator_notice, shopper_notice
from domain.orders.order import Order
from domain.orders.shop_event import shop_event


@dataclass(frozen=True, slots=True, kw_only=True)
class Cursor:
    """How far one audience was notified; `not_before` is also the token of the claim that set it."""

    due: bool
    next: int = 1
    attempts: int = 0
    not_before: datetime
    reason: str | None = None
    unsendable: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredOrder:
    """A stored order; each claim moves `due_at` and adds one to `tries`."""

    order: Order
    entries: tuple[Entry, ...]
    cursors: dict[Audience, Cursor]
    due_at: datetime | None
    tries: int = 0
    shop: dict[EndpointId, ShopCursor] = field(default_factory=dict)
    changed: int = 0


@dataclass(slots=True)
class OrderTable:
    """All orders by id, and each user's declines by charge.

    It outlives the stores that use it, as a database outlives its clients.
    """

    faults: StoreFaults = field(default_factory=StoreFaults)
    stored: dict[OrderId, StoredOrder] = field(default_factory=dict)
    endpoint_ids: tuple[EndpointId, ...] = ()
    declines: dict[UserId, dict[str, datetime]] = field(default_factory=dict)
    changes: int = 0


def frozen(entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
    """Returns the entries with read-only data."""
    return tuple(replace(entry, data=MappingProxyType(dict(entry.data))) for entry in entries)


def head_after(order: Order, entries: tuple[Entry, ...]) -> ChainHead:
    """The history's end once these entries are behind it."""
    return ChainHead(seq=entries[-1].seq, hash=entries[-1].hash) if entries else order.head


def calls_for(audience: Audience, entries: tuple[Entry, ...]) -> bool:
    """Whether any of these entries notifies an audience."""
    match audience:
        case Audience.SHOPPER:
            return any(shopper_notice(entry) for entry in entries)
        case Audience.OPERATOR:
            return any(operator_notice(entry) for entry in entries)


def stored_after_save(
    table: OrderTable,
    order: Order,
    entries: tuple[Entry, ...],
    cursors: dict[Audience, Cursor],
    shop: dict[EndpointId, ShopCursor],
) -> StoredOrder:
    """Returns the order as it is stored by a save, with no claims counted."""
    table.changes += 1
    return StoredOrder(
        order=order, entries=entries, cursors=cursors, due_at=due_at(order), shop=shop, changed=table.changes
    )


def shop_cursors(
    table: OrderTable, known: dict[EndpointId, ShopCursor], entries: tuple[Entry, ...]
) -> dict[EndpointId, ShopCursor]:
    """The cursors of the shop's endpoints once these entries are saved."""
    if not any(shop_event(entry) for entry in entries):
        return known
    first = ShopCursor(due=True, not_before=datetime.min.replace(tzinfo=UTC))
    return known | {endpoint_id: replace(known.get(endpoint_id, first), due=True) for endpoint_id in table.endpoint_ids}


def count_declines(table: OrderTable, order: Order) -> None:
    """Adds the declines that were recorded since the order was loaded, each once."""
    for decline in order.new_declines:
        table.declines.setdefault(order.user_id, {}).setdefault(decline.id, decline.at)
