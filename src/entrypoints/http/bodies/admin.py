"""The webhook inbox and the figures, as operators see them."""

from typing import Annotated

from msgspec import Meta

from application.ports.storage.inbox import EventStatus, InboxEntry
from application.ports.storage.order_search import DailyFigures
from entrypoints.http.validation import fields
from entrypoints.http.validation.fields import Body, ResponseBody
from entrypoints.http.validation.times import spelt


class EventsQuery(Body, kw_only=True, frozen=True):
    """Which events to list."""

    limit: fields.Limit = 20
    cursor: fields.Cursor | None = None
    status: EventStatus | None = None


class DaysQuery(Body, kw_only=True, frozen=True):
    """How many days to look back, today included."""

    days: Annotated[int, Meta(ge=1, le=366)] = 30


class ReplayBody(Body, kw_only=True, frozen=True):
    """A replay takes no word beside the event's id."""


class EventView(ResponseBody, kw_only=True):
    """An event and what became of it; `lastError` says why it is due, ignored or dead."""

    id: str
    type: str
    status: str
    received_at: str
    created_at: str
    attempts: int
    livemode: bool
    api_version: str | None
    last_error: str | None = None
    order_id: str | None = None
    settled_at: str | None = None

    @classmethod
    def of(cls, entry: InboxEntry) -> "EventView":
        """The entry for operators."""
        return cls(
            id=entry.event.id,
            type=entry.event.type,
            status=entry.status.value,
            received_at=spelt(entry.received_at),
            created_at=spelt(entry.event.created),
            attempts=entry.attempts,
            livemode=entry.event.livemode,
            api_version=entry.event.api_version,
            last_error=entry.reason,
            order_id=entry.order_id,
            settled_at=spelt(entry.settled_at) if entry.settled_at else None,
        )


class EventsView(ResponseBody, kw_only=True):
    """Some events, newest first; `nextCursor` is null at the end."""

    events: list[EventView]
    next_cursor: str | None


class DayView(ResponseBody, kw_only=True):
    """A day's orders in one currency; `gross` is what was captured, amounts in minor units."""

    date: str
    currency: str
    orders: int
    paid: int
    gross: int
    refunded: int

    @classmethod
    def of(cls, figures: DailyFigures) -> "DayView":
        """The day for operators."""
        return cls(
            date=figures.day,
            currency=figures.currency,
            orders=figures.orders,
            paid=figures.paid,
            gross=figures.captured,
            refunded=figures.refunded,
        )


class DaysView(ResponseBody, kw_only=True):
    """Days with orders, oldest first."""

    days: list[DayView]
