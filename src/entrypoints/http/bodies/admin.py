"""The webhook inbox and the daily figures, for admins."""

from datetime import date, timedelta
from typing import Annotated, Any, Final

import msgspec
from msgspec import Meta

from application.orders.show_overview import Overview
from application.ports.storage.inbox import EventStatus, InboxEntry
from application.ports.storage.open_cases import AuthorizationCase, DisputeCase, RefundCase
from application.ports.storage.order_search import DailyFigures
from domain.disputes.dispute import DisputeStatus
from domain.identifiers.order_number import order_number
from entrypoints.http.validation import fields
from entrypoints.http.validation.fields import Body, ResponseBody, timestamp

LONGEST_RANGE: Final = 366


class EventsQuery(Body, kw_only=True, frozen=True):
    """The filters of the list of events."""

    limit: fields.Limit = 20
    cursor: fields.Cursor | None = None
    status: EventStatus | None = None


class DaysQuery(Body, kw_only=True, frozen=True):
    """The days from `from` to `to`, both included, or else the last `days` up to `to`, which is today unless given.

    Days are those of the shop's time zone.
    """

    days: Annotated[int, Meta(ge=1, le=LONGEST_RANGE)] = 30
    from_: fields.Day | None = msgspec.field(name="from", default=None)
    to: fields.Day | None = None

    def range(self, today: date) -> tuple[date, date]:
        """Returns the first and the last day. Raises `ValueError` where they are out of order or too far apart."""
        last = self.to or today
        first = self.from_ or last - timedelta(days=self.days - 1)
        if not timedelta(0) <= last - first < timedelta(days=LONGEST_RANGE):
            raise ValueError(f"must be a day up to {LONGEST_RANGE - 1} days before `to`, which is {last.isoformat()}")
        return first, last


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


class EventDetailView(EventView, kw_only=True):
    """An event with its payload as Stripe sent it, without client secrets; null where Stripe keeps it no more."""

    payload: dict[str, Any] | None

    @classmethod
    def whole(cls, entry: InboxEntry) -> "EventDetailView":
        """Returns the entry with its payload."""
        payload = entry.event.payload
        return cls(
            **msgspec.structs.asdict(EventView.of(entry)), payload=msgspec.json.decode(payload) if payload else None
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
    """The days that have orders, oldest first, of those from `from` to `to` in the shop's time zone."""

    from_: str = msgspec.field(name="from")
    to: str
    time_zone: str
    days: list[DayView]


class DisputesQuery(Body, kw_only=True, frozen=True):
    """The filters of the list of disputes."""

    limit: fields.Limit = 20
    cursor: fields.Cursor | None = None
    status: DisputeStatus | None = None


class DisputeCaseView(ResponseBody, kw_only=True):
    """A dispute with its order; the amount is in the dispute's own currency, `dueBy` the deadline for a response."""

    id: str
    order_id: str
    order_number: str
    status: str
    reason: str
    amount: int
    currency: str | None
    opened_at: str | None = None
    due_by: str | None = None

    @classmethod
    def of(cls, case: DisputeCase) -> "DisputeCaseView":
        """Returns the dispute for admins."""
        dispute = case.dispute
        return cls(
            id=dispute.id,
            order_id=case.order_id,
            order_number=order_number(case.order_id),
            status=dispute.status.value,
            reason=dispute.reason,
            amount=dispute.amount,
            currency=dispute.currency,
            opened_at=timestamp(dispute.opened_at) if dispute.opened_at else None,
            due_by=timestamp(dispute.due_by) if dispute.due_by else None,
        )


class DisputesView(ResponseBody, kw_only=True):
    """A page of disputes, the next deadline first; `nextCursor` is null on the last page."""

    disputes: list[DisputeCaseView]
    next_cursor: str | None


class RefundCaseView(ResponseBody, kw_only=True):
    """A refund that failed, or whose outcome or success is overdue, with its order."""

    id: str
    order_id: str
    order_number: str
    status: str
    amount: int
    currency: str
    failure_reason: str | None = None
    pending_reason: str | None = None
    created_at: str

    @classmethod
    def of(cls, case: RefundCase) -> "RefundCaseView":
        """Returns the refund for admins."""
        refund = case.refund
        return cls(
            id=refund.id,
            order_id=case.order_id,
            order_number=order_number(case.order_id),
            status=refund.status.value,
            amount=refund.amount,
            currency=case.currency,
            failure_reason=refund.failure_reason,
            pending_reason=refund.pending_reason,
            created_at=timestamp(refund.created_at),
        )


class AuthorizationCaseView(ResponseBody, kw_only=True):
    """An authorized payment that lapses at `captureBefore` unless it is captured; `amount` is what can be captured."""

    order_id: str
    order_number: str
    amount: int
    currency: str
    capture_before: str

    @classmethod
    def of(cls, case: AuthorizationCase) -> "AuthorizationCaseView":
        """Returns the authorization for admins."""
        return cls(
            order_id=case.order_id,
            order_number=order_number(case.order_id),
            amount=case.amount,
            currency=case.currency,
            capture_before=timestamp(case.capture_before),
        )


class OverviewView(ResponseBody, kw_only=True):
    """What waits for a person; each list has at most 50 entries.

    `openHolds` counts holds by reason, `undelivered` the events that were set aside after the last try to deliver them
    to the shop's endpoints. The three `oldest…` are ages in seconds, 0 where nothing waits: of an event that should
    have had its effect, of a mail or an alert to send, of an event to deliver to the shop.
    """

    open_holds: dict[str, int]
    disputes: list[DisputeCaseView]
    refunds: list[RefundCaseView]
    authorizations: list[AuthorizationCaseView]
    unknown_refunds: int
    dead_letters: int
    undelivered: int
    oldest_due_event: int
    oldest_notification: int
    oldest_undelivered: int

    @classmethod
    def of(cls, overview: Overview) -> "OverviewView":
        """Returns the overview for admins."""
        figures = overview.figures
        return cls(
            open_holds={reason.value: count for reason, count in figures.open_holds.items()},
            disputes=[DisputeCaseView.of(case) for case in overview.disputes],
            refunds=[RefundCaseView.of(case) for case in overview.refunds],
            authorizations=[AuthorizationCaseView.of(case) for case in overview.authorizations],
            unknown_refunds=figures.unknown_refunds,
            dead_letters=figures.dead_letters,
            undelivered=figures.set_aside,
            oldest_due_event=round(figures.oldest_due_event),
            oldest_notification=round(figures.oldest_pending),
            oldest_undelivered=round(figures.oldest_undelivered),
        )
