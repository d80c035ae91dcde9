"""How far behind Till is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from domain.orders.holds import HoldReason
from domain.orders.order import OrderStatus

RECENT = timedelta(days=1)
"""Orders are counted by status among those created so recently: counting all would cost more with each order sold."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BacklogFigures:
    """What waits, and for how long: ages in seconds, 0 where nothing waits.

    `oldest_due_event` counts from the receipt of an event that was not tried yet or whose try failed. An event that
    waits for its payment (`domain.facts.outcome.FactOutcome.UNMATCHED`) may wait for a day, so it counts only from the
    moment its next try was due. `oldest_pending` counts from the oldest entry or alert whose notification is pending;
    of a long queue it may be one near its head; `oldest_undelivered` is the same of events for the shop's endpoints,
    and `set_aside` counts those that were given up. Every hold reason and every order status has a figure, also 0.
    """

    oldest_due_event: float
    oldest_pending: float
    oldest_undelivered: float
    set_aside: int
    dead_letters: int
    unknown_refunds: int
    open_holds: Mapping[HoldReason, int]
    recent_orders: Mapping[OrderStatus, int]


class Backlog(Protocol):
    """The figures of everything that is stored, whichever process serves or works."""

    async def figures(self, now: datetime) -> BacklogFigures:
        """As things stand. Raises `StoreUnavailable`."""
