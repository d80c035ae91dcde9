"""Compares the account's webhook endpoints with the one that Till needs; `till webhooks setup` makes them agree."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from adapters.stripe.sdk.version import API_VERSION
from adapters.stripe.webhook_endpoints import EventDestination, WebhookEndpoint
from entrypoints.doctor.finding import Finding

WEBHOOK_PATH: Final = "/api/payments/webhook"
_SETUP: Final = "Run `till webhooks setup`"


@dataclass(frozen=True, slots=True, kw_only=True)
class EndpointState:
    """The endpoints of an account as they concern one Till: those that lead to it, and those to another of its kind."""

    url: str
    ours: Sequence[WebhookEndpoint]
    elsewhere: Sequence[WebhookEndpoint]

    @property
    def readable(self) -> Sequence[WebhookEndpoint]:
        """Those of ours whose version Till reads."""
        return [endpoint for endpoint in self.ours if endpoint.is_readable]

    @property
    def unreadable(self) -> Sequence[WebhookEndpoint]:
        """Those of ours whose version is too old; an endpoint's version can't be changed."""
        return [endpoint for endpoint in self.ours if not endpoint.is_readable]


def endpoint_state(endpoints: Sequence[WebhookEndpoint], api_url: str) -> EndpointState:
    """Returns which endpoints lead to the Till at `api_url`."""
    url = f"{api_url}{WEBHOOK_PATH}"
    ours = [endpoint for endpoint in endpoints if endpoint.url.rstrip("/") == url]
    elsewhere = [each for each in endpoints if each not in ours and each.url.rstrip("/").endswith(WEBHOOK_PATH)]
    return EndpointState(url=url, ours=ours, elsewhere=elsewhere)


def endpoint_findings(endpoints: Sequence[WebhookEndpoint], api_url: str) -> list[Finding]:
    """Returns what keeps events, or some of them, from Till."""
    state = endpoint_state(endpoints, api_url)
    if not state.ours:
        others = f"; there are {', '.join(each.url for each in state.elsewhere)}" if state.elsewhere else ""
        return [
            Finding(
                f"No webhook endpoint of this account leads to {state.url}{others}",
                f"{_SETUP}, or correct API_URL; then set STRIPE_WEBHOOK_SECRET to the endpoint's signing secret",
            )
        ]
    # An endpoint that was replaced stays, disabled.
    used = [endpoint for endpoint in state.ours if endpoint.status == "enabled"] or state.ours
    return [finding for endpoint in used for finding in _findings(endpoint)]


def thin_findings(destinations: Sequence[EventDestination], api_url: str) -> list[Finding]:
    """Returns the event destinations that send Till events without their object."""
    url = f"{api_url}{WEBHOOK_PATH}"
    return [
        Finding(
            f"The event destination {each.id} sends thin events to {url}, which Till refuses",
            "Disable it in Stripe's dashboard; Till needs an endpoint with snapshot events",
        )
        for each in destinations
        if each.sends_thin_events_to(url)
    ]


def _findings(endpoint: WebhookEndpoint) -> list[Finding]:
    named = f"The webhook endpoint {endpoint.id} ({endpoint.url})"
    found = []
    if endpoint.status != "enabled":
        found.append(Finding(f"{named} is {endpoint.status}", _SETUP))
    if endpoint.missing_events:
        found.append(Finding(f"{named} is not sent {', '.join(endpoint.missing_events)}", _SETUP))
    if not endpoint.is_readable:
        found.append(Finding(f"{named} has API version {endpoint.api_version}, which is too old to be read", _SETUP))
    if endpoint.api_version is None:
        found.append(
            Finding(
                f"{named} has the account's default API version, which changes when the account is upgraded",
                f"Replace it by an endpoint with API version {API_VERSION}",
                is_error=False,
            )
        )
    return found
