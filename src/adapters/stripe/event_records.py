"""Stripe's own log of events, for what no webhook brought."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote

from adapters.stripe.reading.envelope import event_of
from adapters.stripe.reading.event_types import LISTED
from adapters.stripe.sdk.calls import StripeCalls
from application.ports.stripe.events import Event, InvalidEvent
from application.ports.stripe.failures import OutcomeUnknown
from application.ports.system.clock import Clock
from domain.identifiers.types import EventId

_WINDOW = timedelta(hours=6)
"""Stripe lists newest first; a window is read whole and turned round, and a busy one fits into memory."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StripeEventRecords:
    """The account's events of the types that Till reads."""

    calls: StripeCalls
    clock: Clock

    async def events(self, since: datetime) -> AsyncIterator[Event]:
        """Every such event created since then, oldest first."""
        begin: datetime | None = since
        while begin is not None:
            end = begin + _WINDOW if begin + _WINDOW < self.clock.now() else None
            for event in reversed([event async for event in self._between(begin, end)]):
                yield event
            begin = end

    async def event(self, event_id: EventId) -> Event:
        """The event, in the version of its creation (docs.stripe.com/api/events/retrieve)."""
        found = await self.calls.get(dict[str, Any], f"/v1/events/{quote(event_id, safe='')}")
        try:
            return event_of(found, self.clock.now())
        except InvalidEvent as unreadable:
            raise OutcomeUnknown(f"an event that can't be read: {unreadable}") from None

    async def _between(self, begin: datetime, end: datetime | None) -> AsyncIterator[Event]:
        query = {"created[gte]": str(int(begin.timestamp()))}
        if end is not None:
            query["created[lt]"] = str(int(end.timestamp()))
        query |= {f"types[{n}]": name for n, name in enumerate(LISTED)}
        async for event in self.calls.pages(dict[str, Any], "/v1/events", query):
            yield event_of(event, self.clock.now())
