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

    `oldest_due_event` is since an event was received that had no try yet or failed; since its next try was due where it
    waits for its payment (`application.ports.storage.inbox.EARLY`), for to wait so, a day at times, is no lag.
    `oldest_pending` is since the oldest entry or alert was recorded that somebody is still to be told of; of a long
    queue it may be of one near its head. Every hold reason and every order status is there, with 0 too.
    """

    oldest_due_event: float
    oldest_pending: float
    dead_letters: int
    unknown_refunds: int
    open_holds: Mapping[HoldReason, int]
    recent_orders: Mapping[OrderStatus, int]


class Backlog(Protocol):
    """The figures of everything that is stored, whoever serves or works."""

    async def figures(self, now: datetime) -> BacklogFigures:
        """As things stand. Raises `StoreUnavailable`."""
