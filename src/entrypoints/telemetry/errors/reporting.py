"""Reports unexpected errors to Sentry, whose client is imported only where SENTRY_DSN is set: it loads slowly."""

from collections.abc import Callable
from typing import TypeAlias

from entrypoints.settings import Settings

Send: TypeAlias = Callable[[BaseException, dict[str, str]], None]


class Reporting:
    """Where this process reports errors to; nowhere until `start_reporting`."""

    def __init__(self) -> None:
        self.send: Send | None = None


REPORTING = Reporting()


def start_reporting(settings: Settings) -> None:
    """Starts reporting where SENTRY_DSN is set."""
    if settings.telemetry.sentry_dsn is None:
        return
    from entrypoints.telemetry.errors import sentry

    sentry.begin(settings.telemetry.sentry_dsn.reveal(), settings.environment.value)
    REPORTING.send = sentry.send


def report(error: BaseException, **tags: str) -> None:
    """Reports one error under tags that say where to look: `request_id`, or the worker's `duty`."""
    if REPORTING.send is not None:
        REPORTING.send(error, tags)
