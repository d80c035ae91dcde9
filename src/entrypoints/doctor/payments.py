"""Whether Stripe takes our key, and whether its webhooks reach us with what Till needs."""

import msgspec

from adapters.stripe.reading.event_types import READINGS
from adapters.stripe.sdk.calls import StripeCalls
from adapters.stripe.sdk.client import stripe_calls
from adapters.stripe.sdk.transport import over_the_network
from adapters.stripe.sdk.version import API_VERSION
from application.ports.stripe.failures import KeyRefused, Refused
from application.ports.unavailable import Unavailable
from entrypoints.doctor.finding import Finding
from entrypoints.settings import Settings

WEBHOOK_PATH = "/api/payments/webhook"
_OLDEST_READ = "2022-11-15"  # events of older endpoints have other shapes


class Endpoint(msgspec.Struct, frozen=True, kw_only=True):
    """A webhook endpoint of the account, as Stripe describes it."""

    url: str
    status: str
    enabled_events: list[str]
    api_version: str | None = None


class _Undelivered(msgspec.Struct, frozen=True):
    type: str


class _Page(msgspec.Struct, frozen=True):
    data: list[_Undelivered]


async def examine_payments(settings: Settings) -> list[Finding]:
    """Asks Stripe for the account's webhook endpoints and for what it could not deliver."""
    calls = stripe_calls(settings.stripe.secret_key.reveal(), over_the_network(), api_base=settings.stripe.api_base)
    try:
        endpoints = [each async for each in calls.pages(Endpoint, "/v1/webhook_endpoints")]
        return endpoint_findings(endpoints, settings.public_url) + await _undelivered(calls)
    except KeyRefused as refused:
        return [
            Finding(
                f"Stripe does not take STRIPE_SECRET_KEY ({refused})",
                "Copy the key from the dashboard anew; a restricted key must also be allowed to read webhook endpoints"
                " and events",
            )
        ]
    except (Unavailable, Refused) as trouble:
        return [
            Finding(
                f"Stripe can't be asked ({trouble})",
                "Check that this machine may reach it, through HTTPS_PROXY where there is one",
            )
        ]
    finally:
        await calls.close()


def endpoint_findings(endpoints: list[Endpoint], public_url: str) -> list[Finding]:
    """What keeps Stripe's webhooks from Till, or part of them."""
    ours = [endpoint for endpoint in endpoints if endpoint.url.rstrip("/").endswith(WEBHOOK_PATH)]
    if not ours:
        return [
            Finding(
                f"No webhook endpoint of this account leads to a path {WEBHOOK_PATH}",
                f"Create one in Stripe's dashboard for {public_url}{WEBHOOK_PATH}, with API version {API_VERSION} and"
                f" the event types {', '.join(READINGS)}; then set STRIPE_WEBHOOK_SECRET to its signing secret",
            )
        ]
    return [finding for endpoint in ours for finding in _findings(endpoint)]


def _findings(endpoint: Endpoint) -> list[Finding]:
    found = []
    if endpoint.status != "enabled":
        found.append(Finding(f"The webhook endpoint {endpoint.url} is {endpoint.status}", "Enable it in the dashboard"))
    lacking = [] if "*" in endpoint.enabled_events else sorted(READINGS.keys() - set(endpoint.enabled_events))
    if lacking:
        found.append(
            Finding(
                f"The webhook endpoint {endpoint.url} is not sent {', '.join(lacking)}",
                "Add these event types to it in the dashboard; until then reconciliation alone finds out",
            )
        )
    if endpoint.api_version is not None and endpoint.api_version < _OLDEST_READ:
        found.append(
            Finding(
                f"The webhook endpoint {endpoint.url} is of API version {endpoint.api_version}, too old to be read",
                f"Create another one with API version {API_VERSION} in its place; an endpoint's can't be changed",
            )
        )
    return found


async def _undelivered(calls: StripeCalls) -> list[Finding]:
    page = await calls.get(_Page, "/v1/events", {"delivery_success": "false", "limit": "100"})
    kinds = sorted({event.type for event in page.data} & READINGS.keys())
    if not kinds:
        return []
    return [
        Finding(
            f"Stripe has events that it could not deliver lately: {', '.join(kinds)}",
            "If they stay, STRIPE_WEBHOOK_SECRET belongs to another endpoint or mode, or the endpoint's URL is not"
            " reached; `till reconcile` takes in what was missed",
        )
    ]
