"""/api/admin: the webhook inbox and the daily figures."""

from typing import Final

from litestar import Controller, Response, get, post
from litestar.di import NamedDependency
from litestar.params import JSONBody, SkipValidation

from application.orders.show_overview import ShowOverview
from application.ports.storage.inbox import InboxSearch
from application.ports.storage.open_cases import OpenCases
from application.ports.storage.order_search import OrderSearch
from application.ports.system.clock import Clock
from application.webhooks.replay_event import ReplayEvent
from application.webhooks.show_event import ShowEvent
from domain.identifiers.types import RequestScope
from entrypoints.http.bodies.admin import (
    DaysQuery,
    DaysView,
    DayView,
    DisputeCaseView,
    DisputesQuery,
    DisputesView,
    EventDetailView,
    EventsQuery,
    EventsView,
    EventView,
    OverviewView,
    ReplayBody,
)
from entrypoints.http.idempotency.keyed_requests import KeyedRequests
from entrypoints.http.problems import FieldFault, Problem, kinds
from entrypoints.http.requests.caller import Call
from entrypoints.http.requests.guards import admin
from entrypoints.http.requests.query import asking, valid_cursor
from entrypoints.http.validation.paths import EventPath, existing_event
from entrypoints.settings import Settings

_NOTHING: Final = ReplayBody()


class AdminController(Controller):
    """The routes of the admin page."""

    path = "/api/admin"
    guards = (admin,)
    tags = ("Admin",)

    @get("/events", **asking(EventsQuery), operation_id="listEvents", summary="List received events")
    async def events(
        self, asked: NamedDependency[EventsQuery], inbox_search: NamedDependency[SkipValidation[InboxSearch]]
    ) -> EventsView:
        """Lists the webhook inbox, newest first, including dead letters."""
        with valid_cursor():
            page = await inbox_search.page(status=asked.status, limit=asked.limit, cursor=asked.cursor)
        return EventsView(events=[EventView.of(entry) for entry in page.entries], next_cursor=page.cursor)

    @get("/events/{event_id:str}", operation_id="getEvent", summary="Show a received event")
    async def event(self, event_id: EventPath, show_event: NamedDependency[ShowEvent]) -> EventDetailView:
        """Returns an event with its payload; that of one which had its effect is fetched from Stripe, for 30 days."""
        return EventDetailView.whole(await show_event(existing_event(event_id)))

    @post("/events/{event_id:str}/replay", status_code=200, operation_id="replayEvent", summary="Replay an event")
    async def replay(
        self,
        *,
        request: Call,
        event_id: EventPath,
        replay_event: NamedDependency[ReplayEvent],
        keyed: NamedDependency[KeyedRequests],
        data: JSONBody[ReplayBody] = _NOTHING,  # noqa: ARG002 - so that a body is validated
    ) -> Response[EventView]:
        """Applies an event again; an event that already took effect changes nothing."""
        existing = existing_event(event_id)

        async def act(_: RequestScope) -> Response[EventView]:
            return Response(EventView.of(await replay_event(existing)), status_code=200)

        return await keyed(request, act)

    @get("/overview", operation_id="getOverview", summary="Show what waits for a person")
    async def overview(self, show_overview: NamedDependency[ShowOverview]) -> OverviewView:
        """Returns open holds, disputes that need a response, failed and overdue refunds, and undelivered events."""
        return OverviewView.of(await show_overview())

    @get("/disputes", **asking(DisputesQuery), operation_id="listDisputes", summary="List disputes")
    async def disputes(
        self, asked: NamedDependency[DisputesQuery], open_cases: NamedDependency[SkipValidation[OpenCases]]
    ) -> DisputesView:
        """Lists disputes, the next deadline first; those without a deadline come last."""
        statuses = None if asked.status is None else (asked.status,)
        with valid_cursor():
            page = await open_cases.disputes(statuses=statuses, limit=asked.limit, cursor=asked.cursor)
        return DisputesView(disputes=[DisputeCaseView.of(case) for case in page.cases], next_cursor=page.cursor)

    @get("/stats/daily", **asking(DaysQuery), operation_id="getDailyFigures", summary="Show daily figures")
    async def daily(
        self,
        asked: NamedDependency[DaysQuery],
        order_search: NamedDependency[SkipValidation[OrderSearch]],
        clock: NamedDependency[SkipValidation[Clock]],
        settings: NamedDependency[SkipValidation[Settings]],
    ) -> DaysView:
        """Returns counts and sums by day and currency; days without orders are left out."""
        zone = settings.shop.time_zone
        try:
            first, last = asked.range(clock.now().astimezone(zone).date())
        except ValueError as fault:
            raise Problem(kinds.VALIDATION_FAILED, errors=[FieldFault("query.from", str(fault))]) from None
        figures = await order_search.daily(first, last, zone)
        return DaysView(
            from_=first.isoformat(),
            to=last.isoformat(),
            time_zone=zone.key,
            days=[DayView.of(day) for day in figures],
        )
