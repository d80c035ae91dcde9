"""Webhook events: from signed bytes to a fact."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec

from adapters.stripe.reading.envelope import event_in
from adapters.stripe.reading.event_types import READINGS, WITHOUT_EFFECT
from adapters.stripe.reading.signature import read_header, verify
from application.ports.stripe.events import Event, Irrelevant, UnreadableEvent
from domain.facts.fact import Fact


class _Account(msgspec.Struct, frozen=True):
    account: Any = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StripeEventReader:
    """Stripe's events in our words; it makes no call.

    `secrets` are the endpoint's signing secrets, several while one is rolled; `live` is the mode of our keys.
    """

    secrets: Sequence[str]
    live: bool

    def __repr__(self) -> str:
        """Without the secrets."""
        return f"StripeEventReader(live={self.live})"

    def check_header(self, signature: str | None, now: datetime) -> None:
        """Raises `InvalidSignature` where the header is missing, malformed or too far from now."""
        read_header(signature, now)

    def open(self, body: bytes, signature: str | None, now: datetime) -> Event:
        """The event in a signed body."""
        verify(body, signature, self.secrets, now)
        return event_in(body, now)

    def read(self, event: Event) -> Fact | Irrelevant:
        """What the event says. A fact's time, where Stripe's object has none, is the event's."""
        if event.livemode is not self.live:
            return Irrelevant.WRONG_MODE
        try:
            if msgspec.json.decode(event.payload, type=_Account).account is not None:
                return Irrelevant.FOREIGN
            if event.type in WITHOUT_EFFECT:
                return Irrelevant.NO_EFFECT
            reading = READINGS.get(event.type)
            return reading(event.payload, event.created) if reading else Irrelevant.UNKNOWN_TYPE
        except (ValueError, RecursionError) as unreadable:
            raise UnreadableEvent(f"{event.type}: {unreadable}") from None
