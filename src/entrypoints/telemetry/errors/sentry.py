"""Sends errors to Sentry without personal data or secrets: their types, their stacks, and our own tags."""

from importlib.metadata import version
from typing import Any, Final

import sentry_sdk
from sentry_sdk.integrations.atexit import AtexitIntegration
from sentry_sdk.transport import Transport
from sentry_sdk.types import Event, Hint

_KEPT: Final = ("event_id", "timestamp", "level", "platform", "environment", "release", "tags", "sdk")
_KEPT_CONTEXTS: Final = ("runtime", "trace")
_KEPT_OF_FRAMES: Final = ("filename", "function", "module", "lineno", "in_app")


def begin(dsn: str, environment: str, transport: Transport | None = None) -> None:
    """Starts Sentry's client without its automatic integrations."""
    sentry_sdk.init(
        dsn=dsn,
        environment=environment,
        release=f"till@{version('till')}",
        transport=transport,
        include_local_variables=False,
        include_source_context=False,
        max_request_body_size="never",
        default_integrations=False,
        auto_enabling_integrations=False,
        # Sends what is left before the process ends, without output on standard error.
        integrations=[AtexitIntegration(callback=lambda *_: None)],
        max_breadcrumbs=0,
        before_send=scrubbed,
    )


def send(error: BaseException, tags: dict[str, str]) -> None:
    """Sends one error in the background."""
    with sentry_sdk.new_scope() as scope:
        scope.set_tags(tags)
        scope.capture_exception(error)


def scrubbed(event: Event, _: Hint) -> Event:
    """Returns the harmless parts of an event: messages may quote what callers or Stripe sent."""
    whole: dict[str, Any] = dict(event)
    kept: dict[str, Any] = {name: whole[name] for name in _KEPT if name in whole}
    contexts = whole.get("contexts") or {}
    kept["contexts"] = {name: contexts[name] for name in _KEPT_CONTEXTS if name in contexts}
    values = (whole.get("exception") or {}).get("values") or []
    kept["exception"] = {"values": [_without_message(value) for value in values]}
    return kept  # type: ignore[return-value]


def _without_message(exception: dict[str, Any]) -> dict[str, Any]:
    frames = (exception.get("stacktrace") or {}).get("frames") or []
    return {
        "type": exception.get("type"),
        "module": exception.get("module"),
        "value": "(left out)",
        "stacktrace": {
            "frames": [{name: frame[name] for name in _KEPT_OF_FRAMES if name in frame} for frame in frames]
        },
    }
