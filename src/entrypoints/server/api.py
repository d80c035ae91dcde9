"""Builds the HTTP API from settings, container and routes, in each of the server's processes."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from entrypoints.container import Container
from entrypoints.http.app import TillApp, build_app
from entrypoints.http.edge_ports import EdgePorts
from entrypoints.http.providers import provide
from entrypoints.server.lifetime import close
from entrypoints.server.stripe_readiness import StripeReadiness
from entrypoints.settings import Settings
from entrypoints.settings.load import load_settings
from entrypoints.telemetry.errors.reporting import start_reporting
from entrypoints.telemetry.logs import start_logging

PROVIDED = (
    *(
        "quote_cart",
        "create_checkout",
        "open_checkout",
        "link_checkout",
        "start_checkout",
        "show_payment",
        "confirm_payment",
        "cancel_checkout",
    ),
    *("list_payment_methods", "attach_payment_method", "detach_payment_method"),
    *("capture_payment", "cancel_order"),
    *("place_order", "release_hold", "show_order", "list_orders", "show_history", "show_overview"),
    *("order_search", "open_cases"),
    *("list_changes", "deliveries", "shop_endpoints", "resend_event"),
    *(
        "request_refund",
        "receive_event",
        "replay_event",
        "show_event",
        "inbox_search",
        "catalog",
        "shipping",
        "addresses",
    ),
)
"""The dependencies of the handlers, by the container's names."""


def create_app() -> TillApp:
    """Returns the application with the settings of the environment, for `uvicorn --factory`."""
    settings = load_settings()
    start_logging(settings.telemetry.log_level)
    start_reporting(settings)
    return compose(settings, Container(settings=settings))


def compose(settings: Settings, container: Container) -> TillApp:
    """Returns the application over a container and closes the container's connections when serving ends."""

    @asynccontextmanager
    async def serving() -> AsyncIterator[None]:
        try:
            yield
        finally:
            await close(container)

    return build_app(
        settings,
        {name: provide(container.providers[name]) for name in PROVIDED},
        EdgePorts(
            tokens=container.token_verifier(),
            limiter=container.rate_limiter(),
            idempotency_keys=container.idempotency_keys(),
            backlog=container.backlog(),
            clock=container.clock(),
            request_scopes=container.request_scopes(),
            mongodb_answers=container.mongodb_health(),
            stripe_answers=StripeReadiness(
                container.stripe_watch(), container.stripe_account().ping, container.marks(), container.clock()
            ),
        ),
        serving,
    )
