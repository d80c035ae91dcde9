"""An event's envelope: whether it is an event at all, and what of it may be kept."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime

from adapters.stripe.sdk.redaction import without_secrets
from application.ports.stripe.events import Event, InvalidEvent
from domain.identifiers.types import EventId

_LONGEST = 255
"""Characters of an id, a type or a version; Stripe's own limit for ids."""
_DEEPEST = 64
"""Levels of nesting; Stripe's objects have a dozen. What is deeper would exhaust the stack of any reader."""
_LAST_SECOND = 253_402_300_799
_ENCODER = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"))
_CONTAINERS = (dict, list)
_SECRET_FIELD = "client_secret"  # noqa: S105


def event_in(body: bytes, now: datetime) -> Event:
    """The event in a body that was verified. Raises `InvalidEvent`."""
    try:
        parsed = json.loads(body.decode("utf-8"))
    except (ValueError, RecursionError):
        raise InvalidEvent("the body is not JSON") from None
    return event_of(parsed, now)


def event_of(parsed: object, now: datetime) -> Event:
    """The event that a JSON value is, without client secrets. `now` stands in where it doesn't say when it was made."""
    if not isinstance(parsed, Mapping):
        raise InvalidEvent("the body is no object")
    if parsed.get("object", "event") != "event":
        raise InvalidEvent("the body is no v1 event")
    identifier, kind = parsed.get("id"), parsed.get("type")
    if not _is_name(identifier) or not _is_name(kind):
        raise InvalidEvent("the event has no readable id or type")
    version = parsed.get("api_version")
    return Event(
        id=EventId(str(identifier)),
        type=str(kind),
        created=_moment(parsed.get("created")) or now,
        livemode=parsed.get("livemode") is True,
        api_version=str(version) if _is_name(version) else None,
        payload=_kept(parsed),
    )


def _kept(parsed: Mapping[str, object]) -> str:
    try:
        text = _ENCODER.encode(_without_secret_fields(parsed, 0))
    except ValueError:
        raise InvalidEvent("the event holds a number that is none") from None
    # Half a surrogate pair is JSON, but no text that a database accepts.
    return without_secrets(text.encode("utf-8", "replace").decode("utf-8"))


def _without_secret_fields(value: object, depth: int) -> object:
    if depth > _DEEPEST:
        raise InvalidEvent("the event is nested too deep")
    # Most values are scalars, and this runs for each event: a call is spent on containers alone.
    if isinstance(value, dict):
        return {
            name: _without_secret_fields(inner, depth + 1) if isinstance(inner, _CONTAINERS) else inner
            for name, inner in value.items()
            if name != _SECRET_FIELD
        }
    if isinstance(value, list):
        return [
            _without_secret_fields(inner, depth + 1) if isinstance(inner, _CONTAINERS) else inner for inner in value
        ]
    return value


def _is_name(value: object) -> bool:
    if not isinstance(value, str) or not 0 < len(value) <= _LONGEST:
        return False
    return value.isascii() and value.isprintable() and " " not in value


def _moment(created: object) -> datetime | None:
    if isinstance(created, int) and not isinstance(created, bool) and 0 <= created <= _LAST_SECOND:
        return datetime.fromtimestamp(created, UTC)
    return None
