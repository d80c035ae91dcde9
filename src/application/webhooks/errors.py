"""Why an event can't be applied again."""

from domain.identifiers.types import EventId


class EventForgotten(Exception):
    """Neither Till nor Stripe has the event's payload: Stripe keeps it for 30 days (docs.stripe.com/api/events)."""

    def __init__(self, event_id: EventId) -> None:
        super().__init__(f"the payload of {event_id} is kept no more")
        self.event_id = event_id
