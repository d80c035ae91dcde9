"""Stripe's events: verified and read."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from domain.facts.fact import Fact
from domain.identifiers.types import EventId


class InvalidSignature(Exception):
    """The webhook was not signed by Stripe, or too long ago."""


class InvalidEvent(Exception):
    """Signed, but no event that Till could ever read."""


class UnreadableEvent(Exception):
    """An event of a known type whose object can't be read; it is kept for a person."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A signed event. `created` is Stripe's time, a hint only.

    `payload` is its JSON without any client secret; empty where Till keeps it no more, but only Stripe, for 30 days.
    """

    id: EventId
    type: str
    created: datetime
    livemode: bool
    api_version: str | None
    payload: str


class Irrelevant(StrEnum):
    """Why an event needs no effect."""

    UNKNOWN_TYPE = "unknown_type"
    FOREIGN = "foreign"
    WRONG_MODE = "wrong_mode"
    NO_EFFECT = "no_effect"


class EventReader(Protocol):
    """Stripe's events in our words."""

    def check_header(self, signature: str | None, now: datetime) -> None:
        """Raises `InvalidSignature` where the header is missing, malformed or too far from now."""

    def open(self, body: bytes, signature: str | None, now: datetime) -> Event:
        """The event in a signed body. Raises `InvalidSignature` or `InvalidEvent`."""

    def read(self, event: Event) -> Fact | Irrelevant:
        """What the event says, of any API version since 2022-11-15. Raises `UnreadableEvent`."""
