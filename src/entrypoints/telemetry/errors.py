"""Reports unexpected errors to Sentry, where SENTRY_DSN is set, without anything about shoppers or secrets."""

from typing import Final

import sentry_sdk
from sentry_sdk.types import Event, Hint

from entrypoints.settings import Settings

_KEPT_CONTEXTS: Final = ("runtime", "trace")


def start_reporting(settings: Settings) -> None:
    """Begins to report; without a DSN nothing ever is."""
    if settings.telemetry.sentry_dsn is None:
        return
    sentry_sdk.init(
        dsn=settings.telemetry.sentry_dsn.reveal(),
        environment=settings.environment.value,
        send_default_pii=False,
        include_local_variables=False,
        max_request_body_size="never",
        default_integrations=False,
        auto_enabling_integrations=False,
        max_breadcrumbs=0,
        before_send=scrubbed,
    )


def report(error: BaseException, request_id: str) -> None:
    """Reports one error under its request's id."""
    with sentry_sdk.new_scope() as scope:
        scope.set_tag("request_id", request_id)
        scope.capture_exception(error)


def scrubbed(event: Event, _: Hint) -> Event:
    """The event with only its stack and tags: messages may quote what callers or Stripe sent."""
    for name in ("request", "user", "extra", "breadcrumbs", "server_name", "modules"):
        event.pop(name, None)  # type: ignore[misc]
    event["contexts"] = {name: kept for name, kept in event.get("contexts", {}).items() if name in _KEPT_CONTEXTS}
    for exception in event.get("exception", {}).get("values", []):
        exception["value"] = "(left out)"
        for frame in (exception.get("stacktrace") or {}).get("frames", []):
            frame.pop("vars", None)
    return event
