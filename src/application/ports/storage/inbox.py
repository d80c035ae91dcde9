"""The webhook events received, each kept until it had its effect."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from application.ports.stripe.events import Event
from domain.identifiers.types import EventId, OrderId


class EventStatus(StrEnum):
    """What became of an event."""

    DUE = "due"
    APPLIED = "applied"
    IGNORED = "ignored"
    DEAD = "dead"

    @property
    def keeps_payload(self) -> bool:
        """Whether an event of this status is still to be applied, so that its payload is needed here."""
        return self in (EventStatus.DUE, EventStatus.DEAD)


@dataclass(frozen=True, slots=True, kw_only=True)
class InboxEntry:
    """An event and what became of it. `reason` says why it is ignored, still due or dead.

    An event that is due because its payment is not known yet has the reason `FactOutcome.UNMATCHED`.
    """

    event: Event
    status: EventStatus
    received_at: datetime
    attempts: int = 0
    not_before: datetime | None = None
    reason: str | None = None
    order_id: OrderId | None = None
    settled_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class InboxPage:
    """Some entries, newest received first; `cursor` is None at the end."""

    entries: tuple[InboxEntry, ...]
    cursor: str | None


class Inbox(Protocol):
    """The events received, each once by its id. Every method raises `StoreUnavailable`."""

    async def receive(self, entry: InboxEntry) -> InboxEntry | None:
        """Store a new event; answers None, or the stored entry where the event was received before."""

    async def settle(
        self, event_id: EventId, status: EventStatus, *, reason: str | None, order_id: OrderId | None, at: datetime
    ) -> None:
        """Write down what became of an event that is due; one that was settled as applied stays so.

        The payload goes, unless the status keeps it.
        """

    async def postpone(self, event_id: EventId, *, until: datetime, reason: str) -> None:
        """Keep an event due for later, with the reason of its failure, counting one attempt."""

    async def claim(self, now: datetime, lease: timedelta, limit: int) -> Sequence[InboxEntry]:
        """Up to `limit` due events whose time has come, each put off by `lease` so that no other worker takes it."""


class InboxSearch(Protocol):
    """Looking into the inbox. Every method raises `StoreUnavailable`."""

    async def get(self, event_id: EventId) -> InboxEntry | None:
        """One entry."""

    async def page(self, *, status: EventStatus | None, limit: int, cursor: str | None) -> InboxPage:
        """Entries newest first, after `cursor` (opaque; a malformed one is `ValueError`)."""

    async def revive(self, event: Event, at: datetime) -> bool:
        """Make an event due at once with its payload, whatever became of it; answers whether it was received."""
