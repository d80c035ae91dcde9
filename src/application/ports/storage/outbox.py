"""The notifications pending in the orders' histories."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from domain.orders.history import Entry
from domain.orders.order import Order


class Audience(StrEnum):
    """Who is notified; each has a cursor of its own, so that neither waits for the other."""

    SHOPPER = "shopper"
    OPERATOR = "operator"


@dataclass(frozen=True, slots=True, kw_only=True)
class PendingNotifications:
    """An order with the entries of which one audience was not notified yet, in the order they happened.

    `claimed_until` is when the claim lapses; nothing may be sent after it.
    """

    order: Order
    audience: Audience
    entries: tuple[Entry, ...]
    attempts: int
    claimed_until: datetime


class Outbox(Protocol):
    """The notifications that are still to be sent about orders. Every method raises `StoreUnavailable`."""

    async def claim(self, now: datetime, lease: timedelta, limit: int) -> Sequence[PendingNotifications]:
        """Up to `limit` cursors that are due, each put off by `lease` so that no other worker takes it."""

    async def advance(self, claim: PendingNotifications, seq: int, at: datetime) -> bool:
        """Advances the claim's cursor past an entry; answers False where another worker has moved it meanwhile.

        Past the last entry, the cursor is no longer due unless something new was recorded.
        """

    async def put_off(self, claim: PendingNotifications, until: datetime, reason: str) -> None:
        """Leaves the claim's cursor where it is until then, counting one attempt."""

    async def skip(self, claim: PendingNotifications, seq: int, reason: str, at: datetime) -> bool:
        """Records that an entry can't be sent to this audience, and advances past it as `advance` does."""
