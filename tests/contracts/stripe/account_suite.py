"""The account: whether it answers, and its webhook endpoints."""

from __future__ import annotations

from typing import Any

from adapters.stripe.account import StripeAccount
from adapters.stripe.permissions import StripePermissions
from adapters.stripe.reading.event_types import NEEDED
from adapters.stripe.sdk.version import API_VERSION
from adapters.stripe.webhook_endpoints import StripeWebhookEndpoints
from tests.contracts.stripe.shop import Shop


class AccountSuite:
    async def test_a_ping_of_an_account_that_answers_raises_nothing(self, shop: Shop) -> None:
        await StripeAccount(calls=shop.calls).ping()

    async def test_an_endpoint_has_its_version_and_its_missing_events(self, shop: Shop) -> None:
        form = {f"enabled_events[{n}]": name for n, name in enumerate(sorted(NEEDED)[1:])}
        url = "https://shop.example/api/payments/webhook"
        made = await shop.do("/v1/webhook_endpoints", url=url, api_version=API_VERSION, **form)
        endpoints = await StripeWebhookEndpoints(calls=shop.calls).all()
        endpoint = next(each for each in endpoints if each.id == made["id"])
        assert (endpoint.url, endpoint.api_version, endpoint.status) == (url, API_VERSION, "enabled")
        assert list(endpoint.missing_events) == sorted(NEEDED)[:1]
        await shop.do(f"/v1/webhook_endpoints/{endpoint.id}", **{"enabled_events[0]": "*"})
        endpoints = await StripeWebhookEndpoints(calls=shop.calls).all()
        assert next(each for each in endpoints if each.id == made["id"]).missing_events == ()
        await shop.delete(f"/v1/webhook_endpoints/{endpoint.id}")

    async def test_a_secret_key_lacks_no_permission_and_trying_them_changes_nothing(self, shop: Shop) -> None:
        before = await events_of_acts(shop)
        assert await StripePermissions(calls=shop.calls).missing() == []
        assert await events_of_acts(shop) == before


async def events_of_acts(shop: Shop) -> list[str]:
    """The events of what trying a permission could do; others come by themselves, such as a charge's balance."""
    kinds = ("payment_intent.canceled", "customer.updated", "payment_method.detached", "refund.created")
    types = {f"types[{number}]": kind for number, kind in enumerate(kinds)}
    page = await shop.calls.get(dict[str, Any], "/v1/events", {"limit": "100", **types})
    return [event["id"] for event in page["data"]]
