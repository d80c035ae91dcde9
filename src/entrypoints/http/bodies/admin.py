"""The webhook inbox and the daily figures, for admins."""

from typing import Annotated

from msgspec import Meta

from application.ports.storage.inbox import EventStatus, InboxEntry
from application.ports.storage.order_search import DailyFigures
from entrypoints.http.validation import fields
from entrypoints.http.validation.fields import Body, ResponseBody, timestamp


class EventsQuery(Body, kw_only=True, frozen=True):
    """The filters of the list of events."""

    limit: fields.Limit = 20
    cursor: fields.Cursor | None = None
    status: EventStatus | None = None


class DaysQuery(Body, kw_only=True, frozen=True):
    """The number of days, including today."""

    days: Annotated[int, Meta(ge=1, le=366)] = 30


class ReplayBody(Body, kw_only=True, frozen=True):
    """A replay has no parameters except the event's id."""


class EventView(ResponseBody, kw_only=True):
    """An event and its outcome; `lastError` is why it is due, ignored or dead."""

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
        """Returns the entry for admins."""
        return cls(
            id=entry.event.id,
            type=entry.event.type,
            status=entry.status.value,
            received_at=timestamp(entry.received_at),
            created_at=timestamp(entry.event.created),
            attempts=entry.attempts,
            livemode=entry.event.livemode,
            api_version=entry.event.api_version,
            last_error=entry.reason,
            order_id=entry.order_id,
            settled_at=timestamp(entry.settled_at) if entry.settled_at else None,
        )


class EventsView(ResponseBody, kw_only=True):
    """A page of events, newest first; `nextCursor` is null on the last page."""

    events: list[EventView]
    next_cursor: str | None


class DayView(ResponseBody, kw_only=True):
    """The orders of one day in one currency; `gross` is the captured amount, `lost` the amount of lost disputes.

    Amounts are in minor units.
    """

    date: str
    currency: str
    orders: int
    paid: int
    gross: int
    refunded: int
    lost: int

    @classmethod
    def of(cls, figures: DailyFigures) -> "DayView":
        """Returns the day for admins."""
        return cls(
            date=figures.day,
            currency=figures.currency,
            orders=figures.orders,
            paid=figures.paid,
            gross=figures.captured,
            refunded=figures.refunded,
            lost=figures.lost,
        )


class DaysView(ResponseBody, kw_only=True):
    """The days that have orders, oldest first."""

    days: list[DayView]
