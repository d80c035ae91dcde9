"""Whether Stripe accepts our key and its permissions, and whether its webhooks arrive with what Till needs."""

import hashlib
import hmac
import json
import time
from contextlib import suppress
from ipaddress import ip_address
from typing import Final
from urllib.parse import urlsplit

import aiohttp

from adapters.stripe.account import StripeAccount
from adapters.stripe.permissions import StripePermissions
from adapters.stripe.sdk.calls import StripeCalls
from adapters.stripe.sdk.client import stripe_calls
from adapters.stripe.sdk.transport import over_the_network
from adapters.stripe.webhook_endpoints import StripeWebhookEndpoints
from application.ports.stripe.failures import KeyRefused, PermissionMissing, Refused
from application.ports.unavailable import Unavailable
from entrypoints.doctor.finding import Finding
from entrypoints.doctor.proxy import proxy_for
from entrypoints.doctor.webhook_endpoint import WEBHOOK_PATH, endpoint_findings, thin_findings
from entrypoints.settings import Environment, Settings

STRIPE: Final = "https://api.stripe.com"
_TIMEOUT: Final = aiohttp.ClientTimeout(total=10)


async def examine_stripe(settings: Settings) -> list[Finding]:
    """Tries the key and each permission, then looks at webhook endpoints, undelivered events and wallets."""
    calls = stripe_calls(settings.stripe.secret_key.reveal(), over_the_network(), api_base=settings.stripe.api_base)
    try:
        await StripeAccount(calls=calls).ping()
    except PermissionMissing:
        pass  # Listed below with the others.
    except KeyRefused as refused:
        await calls.close()
        return [
            Finding(
                f"Stripe does not accept STRIPE_SECRET_KEY ({refused})",
                "Copy the key again from Stripe's dashboard; it may have been rolled or deleted",
            )
        ]
    except (Unavailable, Refused) as failure:
        await calls.close()
        return [_unreachable(settings, failure)]
    try:
        return [
            *_mode(settings),
            *await _permissions(calls),
            *await _webhooks(settings, calls),
            *await _wallets(settings, calls),
        ]
    except (Unavailable, Refused) as failure:
        return [_unreachable(settings, failure)]
    finally:
        await calls.close()


async def examine_webhook_route(settings: Settings) -> list[Finding]:
    """Sends the API a signed request that is no event, which it refuses without storing anything."""
    url = f"{settings.api_url}{WEBHOOK_PATH}"
    secret = settings.stripe.webhook_secrets[0].reveal()
    try:
        async with (
            aiohttp.ClientSession(timeout=_TIMEOUT, trust_env=True) as session,
            session.post(url, data=b"{}", headers=_signed(b"{}", secret), allow_redirects=False) as answer,
        ):
            return route_findings(url, answer.status, await answer.content.read(10_000))
    except (aiohttp.ClientError, TimeoutError) as failure:
        return [
            Finding(
                f"{url} is not reached from this machine ({type(failure).__name__})",
                "Start `till serve`, and check API_URL and the proxy in front of it if Stripe can't reach it either",
                is_error=False,
            )
        ]


def route_findings(url: str, status: int, body: bytes) -> list[Finding]:
    """Returns what an answer to the signed request says about API_URL and the webhook secret."""
    try:
        code = json.loads(body).get("code")
    except (ValueError, AttributeError):
        code = None
    if code == "invalid_event":
        return []
    if code == "invalid_signature":
        return [
            Finding(
                f"The API at {url} has another STRIPE_WEBHOOK_SECRET than this process, or another clock",
                "Restart the API with the same settings",
            )
        ]
    return [
        Finding(
            f"{url} answers {status}, which is not what Till's webhook route answers",
            "Correct API_URL: it must lead Stripe to the API, without a login or a redirect in front of it",
        )
    ]


def describe_stripe(settings: Settings) -> str:
    """Returns the heading of the examination: live or test mode, and the proxy on the way to Stripe."""
    proxy = proxy_for(settings.stripe.api_base or STRIPE)
    mode = "live mode" if settings.stripe.live else "test mode"
    return f"Stripe ({mode}{f', through {proxy}' if proxy else ''})"


def _mode(settings: Settings) -> list[Finding]:
    if settings.environment is not Environment.PRODUCTION or settings.stripe.live:
        return []
    return [
        Finding(
            "ENVIRONMENT is production but the keys are of Stripe's test mode, so no real money is taken",
            "Set live keys once the shop is to be paid",
            is_error=False,
        )
    ]


async def _permissions(calls: StripeCalls) -> list[Finding]:
    return [
        Finding(
            f"The key lacks the permission {permission.resource}: {permission.access} ({refusal})",
            "Add it to the restricted key in Stripe's dashboard",
        )
        for permission, refusal in await StripePermissions(calls=calls).missing()
    ]


async def _webhooks(settings: Settings, calls: StripeCalls) -> list[Finding]:
    endpoints = StripeWebhookEndpoints(calls=calls)
    try:
        found = endpoint_findings(await endpoints.all(), settings.api_url)
        undelivered = await StripeAccount(calls=calls).undelivered_types()
    except PermissionMissing:
        return []  # Reported with the other permissions.
    if undelivered:
        found.append(
            Finding(
                f"Stripe has recent events that it could not deliver: {', '.join(undelivered)}",
                "If they remain, STRIPE_WEBHOOK_SECRET belongs to another endpoint or mode, or the endpoint's URL is"
                " not reached; `till reconcile` applies what was missed",
            )
        )
    # Not every key may list them, and few accounts have any.
    with suppress(Unavailable, Refused):
        found += thin_findings(await endpoints.destinations(), settings.api_url)
    return found


async def _wallets(settings: Settings, calls: StripeCalls) -> list[Finding]:
    host = urlsplit(settings.public_url).hostname or ""
    if "card" not in settings.stripe.payment_method_types or "." not in host or _is_address(host):
        return []
    try:
        domain = await StripeAccount(calls=calls).wallet_domain(host)
    except (Unavailable, Refused):
        return []  # The permission is not needed for anything else.
    if domain is not None and domain.shows_wallets:
        return []
    return [
        Finding(
            f"Apple Pay and Google Pay are not shown, for {host} is not active as a payment method domain",
            "Register it in Stripe's dashboard under payment method domains",
            is_error=False,
        )
    ]


def _is_address(host: str) -> bool:
    try:
        return bool(ip_address(host))
    except ValueError:
        return False


def _signed(body: bytes, secret: str) -> dict[str, str]:
    at = int(time.time())
    digest = hmac.new(secret.encode(), f"{at}.".encode() + body, hashlib.sha256).hexdigest()
    return {"Stripe-Signature": f"t={at},v1={digest}", "Content-Type": "application/json"}


def _unreachable(settings: Settings, failure: Exception) -> Finding:
    proxy = proxy_for(settings.stripe.api_base or STRIPE)
    road = f"through the proxy {proxy}" if proxy else "directly; HTTPS_PROXY names a proxy where one is needed"
    return Finding(f"Stripe does not answer ({failure})", f"Check that this machine may reach it {road}")
