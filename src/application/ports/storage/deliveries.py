"""What the shop's endpoints were sent, for people to look at and to have sent again."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from application.ports.shop.webhooks import EndpointId
from application.ports.storage.shop_outbox import DeliveryOutcome, ShopCursor
from domain.identifiers.types import OrderId
from domain.orders.history import Entry
from domain.orders.shop_event import ShopEventType, shop_event
from domain.orders.shop_message import message_id


class DeliveryStatus(StrEnum):
    """Where an event stands at one endpoint."""

    PENDING = "pending"
    DELIVERED = "delivered"
    SET_ASIDE = "set_aside"


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryId:
    """An order's event at one endpoint."""

    order_id: OrderId
    seq: int
    endpoint_id: EndpointId

    @property
    def event_id(self) -> str:
        """The event's own id, the same at every endpoint."""
        return message_id(self.order_id, self.seq)

    def __str__(self) -> str:
        return f"{self.event_id}.{self.endpoint_id}"


def delivery_id(text: str) -> DeliveryId:
    """Returns the id that a text spells. Raises `ValueError` where it spells none."""
    order_id, seq, endpoint_id = text.split(".")
    if not (order_id and endpoint_id and seq.isascii() and seq.isdigit() and len(seq) <= 9):
        raise ValueError("no id of a delivery")
    return DeliveryId(order_id=OrderId(order_id), seq=int(seq), endpoint_id=EndpointId(endpoint_id))


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """An event at one endpoint.

    `attempts`, `tried_at` and `reason` are of the tries that are remembered; `next_try_at` is None unless the event has
    failed and is tried again.
    """

    id: DeliveryId
    type: ShopEventType
    happened_at: datetime
    status: DeliveryStatus
    attempts: int
    tried_at: datetime | None
    reason: str | None
    next_try_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryPage:
    """The deliveries of some orders, those that changed last first; `cursor` is None at the end."""

    deliveries: tuple[Delivery, ...]
    cursor: str | None


def deliveries_of(
    order_id: OrderId, entries: Iterable[Entry], cursors: Mapping[EndpointId, ShopCursor]
) -> Iterator[Delivery]:
    """The deliveries that an order's history and its endpoints' cursors come to, the latest event first."""
    events = [(entry, event_type) for entry in entries if (event_type := shop_event(entry)) is not None]
    for entry, event_type in reversed(events):
        for endpoint_id, cursor in cursors.items():
            waiting = [*sorted(cursor.again), *(each.seq for each, _ in events if each.seq >= cursor.next)]
            status, outcome = _stands(cursor, entry.seq, waiting)
            yield Delivery(
                id=DeliveryId(order_id=order_id, seq=entry.seq, endpoint_id=endpoint_id),
                type=event_type,
                happened_at=entry.at,
                status=status,
                attempts=outcome.attempts if outcome else 0,
                tried_at=outcome.at if outcome and status is not DeliveryStatus.PENDING else None,
                reason=outcome.reason if outcome else None,
                next_try_at=outcome.at if outcome and status is DeliveryStatus.PENDING else None,
            )


def _stands(cursor: ShopCursor, seq: int, waiting: Sequence[int]) -> tuple[DeliveryStatus, DeliveryOutcome | None]:
    if seq not in waiting:
        outcome = next((each for each in reversed(cursor.log) if each.seq == seq), None)
        given_up = outcome is not None and outcome.reason is not None
        return DeliveryStatus.SET_ASIDE if given_up else DeliveryStatus.DELIVERED, outcome
    if seq != waiting[0] or not cursor.attempts:
        return DeliveryStatus.PENDING, None
    so_far = DeliveryOutcome(seq=seq, at=cursor.not_before, attempts=cursor.attempts, reason=cursor.reason)
    return DeliveryStatus.PENDING, so_far


class Deliveries(Protocol):
    """What was sent and what waits. Every method raises `StoreUnavailable`."""

    async def page(
        self, *, status: DeliveryStatus | None, limit: int, cursor: str | None, since: datetime | None = None
    ) -> DeliveryPage:
        """The deliveries of up to `limit` orders after `cursor` (opaque; a malformed one is `ValueError`).

        With `since`, only of orders that changed since then.
        """

    async def of_order(self, order_id: OrderId) -> Sequence[Delivery]:
        """All deliveries of one order, the latest event first."""

    async def resend(self, delivery: DeliveryId, at: datetime) -> bool:
        """Makes an event due at once, sent before or not; False where its order or its endpoint there is unknown."""
