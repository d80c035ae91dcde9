"""Building the SDK's client so that it does nothing on its own: no retries, no telemetry, no bodies in logs."""

import logging
from collections.abc import Callable

import stripe

from adapters.stripe.sdk.calls import StripeCalls
from adapters.stripe.sdk.transport import Transport, Watch, WatchedClient, unwatched
from adapters.stripe.sdk.version import API_VERSION
from application.ports.stripe.failures import KeyRefused


def ignored(refusal: KeyRefused) -> None:
    """Does nothing with a refusal of our key but raise it to the caller."""
    del refusal


def stripe_calls(
    secret_key: str,
    transport: Transport,
    *,
    api_base: str | None = None,
    watch: Watch = unwatched,
    on_refused_key: Callable[[KeyRefused], None] = ignored,
) -> StripeCalls:
    """Calls to the account of a key; `api_base` is a stand-in's address, without a slash at its end.

    The transport is used by one event loop and closed by `StripeCalls.close` in it.
    """
    # The SDK logs whole bodies at DEBUG, client secrets included.
    logging.getLogger("stripe").setLevel(logging.WARNING)
    # Telemetry would write a file into the home directory and send Stripe details of this machine.
    stripe.enable_telemetry = False
    watched = WatchedClient(transport, watch)
    client = stripe.StripeClient(
        secret_key,
        stripe_version=API_VERSION,
        base_addresses={"api": api_base} if api_base else None,
        max_network_retries=0,
        http_client=watched,
    )
    return StripeCalls(client, watched, on_refused_key)
