"""The events still to be sent to each of the shop's endpoints, inside the orders they are about."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from application.ports.shop.webhooks import EndpointId
from domain.orders.history import Entry
from domain.orders.order import Order


@dataclass(frozen=True, slots=True, kw_only=True)
class PendingDeliveries:
    """An order with events that one endpoint is still to receive.

    `again` are entries that somebody asked to be sent once more, `entries` all that were never dealt with; both in the
    order they happened. `attempts` and `failing_since` are about the event that is next.
    """

    endpoint_id: EndpointId
    order: Order
    again: tuple[Entry, ...]
    entries: tuple[Entry, ...]
    attempts: int
    failing_since: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryOutcome:
    """How the sending of an entry's event ended; `reason` is None where it was delivered, else why it was given up."""

    seq: int
    at: datetime
    attempts: int
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShopCursor:
    """How far one endpoint was notified of an order.

    `next` is the first entry never dealt with, `again` are those to be sent once more, `log` the last outcomes;
    `attempts`, `failing_since` and `reason` are about the event that is next.
    """

    due: bool
    next: int = 1
    attempts: int = 0
    not_before: datetime
    failing_since: datetime | None = None
    reason: str | None = None
    again: tuple[int, ...] = ()
    log: tuple[DeliveryOutcome, ...] = ()


class ShopOutbox(Protocol):
    """What is still to be sent to the shop's endpoints. Every method raises `StoreUnavailable`.

    Each order has a cursor for each endpoint. Only the holder of the endpoint's lease may send; a write by another one
    that is late changes nothing, and answers False.
    """

    async def pending(self, endpoint_id: EndpointId, now: datetime, limit: int) -> Sequence[PendingDeliveries]:
        """The orders with events due for the endpoint, those due longest first."""

    async def settle(self, pending: PendingDeliveries, through: int, outcome: DeliveryOutcome | None) -> bool:
        """Advances the cursor past the entry `through` and keeps the outcome.

        Past the last entry, the cursor is no longer due unless something new was recorded or asked for meanwhile.
        """

    async def settle_again(self, pending: PendingDeliveries, outcome: DeliveryOutcome) -> bool:
        """Keeps the outcome of an event that was sent once more; the cursor stays where it is."""

    async def put_off(
        self, pending: PendingDeliveries, seq: int, *, until: datetime, failing_since: datetime, reason: str
    ) -> None:
        """Leaves the cursor where it is until then, counting one attempt."""

    async def oldest_failure(self, endpoint_id: EndpointId) -> datetime | None:
        """Since when the event has failed that fails longest at the endpoint; None where none does."""
