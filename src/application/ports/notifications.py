"""Telling people: the outbox inside the orders, alerts without an order, and the mail itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from domain.history import Entry
from domain.notices import OperatorNotice, ShopperNotice
from domain.order import Order


class Audience(StrEnum):
    """Who is told; each has a cursor of its own, so that neither waits for the other."""

    SHOPPER = "shopper"
    OPERATOR = "operator"


@dataclass(frozen=True, slots=True, kw_only=True)
class Untold:
    """An order with entries that one audience has not been told of yet, in the order they happened.

    `claimed_until` is when the claim lapses; nothing may be sent after it.
    """

    order: Order
    audience: Audience
    entries: tuple[Entry, ...]
    attempts: int
    claimed_until: datetime


class Outbox(Protocol):
    """What is still to be told about orders. Every method raises `StoreUnavailable`."""

    async def claim(self, now: datetime, lease: timedelta, limit: int) -> Sequence[Untold]:
        """Up to `limit` cursors that are due, each put off by `lease` so that no other worker takes it."""

    async def told(self, claim: Untold, seq: int, at: datetime) -> bool:
        """Move the claim's cursor past an entry; False where another worker has moved it meanwhile.

        Past the last entry, the cursor is no longer due unless something new was recorded.
        """

    async def put_off(self, claim: Untold, until: datetime, reason: str) -> None:
        """Leave the claim's cursor where it is until then, counting one attempt."""

    async def unsendable(self, claim: Untold, seq: int, reason: str, at: datetime) -> bool:
        """Record that an entry can't be told to this audience, and move past it as `told` does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """Something an operator should know that belongs to no order's history; `id` makes it once only.

    `kind` is stable (`dead_letter`, `key_refused`, `unsendable`); `detail` holds ids, codes and counts.
    """

    id: str
    kind: str
    detail: str
    order_number: str | None = None
    at: datetime


class Alerts(Protocol):
    """Alerts to be mailed. Every method raises `StoreUnavailable`."""

    async def raise_alert(self, alert: Alert) -> None:
        """Keep an alert until it was told; one of an id that was raised before is not raised again."""

    async def claim(self, now: datetime, lease: timedelta, limit: int) -> Sequence[Alert]:
        """Up to `limit` alerts not told yet, each put off by `lease`."""

    async def told(self, alert_id: str, at: datetime) -> None:
        """The alert was mailed."""


class Mailer(Protocol):
    """Mail, written from templates and handed to a server.

    Every method raises `MailRefused` (never try again) or `MailUnavailable` (try later). The same `message_id` marks
    the same mail, so that a double can be recognised.
    """

    async def to_shopper(self, notice: ShopperNotice, order: Order, entry: Entry, message_id: str) -> None:
        """Mail the shopper in the order's locale, naming the order's number."""

    async def to_operator(self, notice: OperatorNotice, order: Order, entry: Entry, message_id: str) -> None:
        """Mail the operator, naming the order's number."""

    async def alert(self, alert: Alert, message_id: str) -> None:
        """Mail the operator something about no order in particular."""
