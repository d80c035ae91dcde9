"""`till webhooks setup` makes the account's endpoint agree with what Till needs, over the model of Stripe."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from adapters.stripe.reading.event_types import NEEDED
from adapters.stripe.sdk.client import stripe_calls
from adapters.stripe.sdk.form import encoded
from adapters.stripe.sdk.in_process import InProcessClient
from adapters.stripe.sdk.version import API_VERSION
from adapters.stripe.webhook_endpoints import CreatedEndpoint, StripeWebhookEndpoints, WebhookEndpoint
from entrypoints.doctor.webhook_endpoint import endpoint_findings
from entrypoints.doctor.webhook_setup import WebhookSetup
from stripe_stand_in.model import StripeModel

API = "https://api.shop.example"
URL = f"{API}/api/payments/webhook"


@pytest.fixture
async def endpoints() -> AsyncIterator[StripeWebhookEndpoints]:
    model = StripeModel(clock=lambda: 1_700_000_000.0, seed=7)
    calls = stripe_calls(model.secret_key, InProcessClient(model.handle))
    yield StripeWebhookEndpoints(calls=calls)
    await calls.close()


async def run(endpoints: StripeWebhookEndpoints, *, dry_run: bool = False, move: str | None = None) -> list[str]:
    said: list[str] = []
    await WebhookSetup(endpoints=endpoints, api_url=API, dry_run=dry_run, say=said.append)(move)
    return said


async def made(
    endpoints: StripeWebhookEndpoints, *events: str, url: str = URL, version: str | None = API_VERSION
) -> str:
    form = [("url", url), ("api_version", version), *((f"enabled_events[{n}]", each) for n, each in enumerate(events))]
    return (await endpoints.calls.post(CreatedEndpoint, "/v1/webhook_endpoints", encoded(form))).id


async def only(endpoints: StripeWebhookEndpoints) -> WebhookEndpoint:
    (endpoint,) = await endpoints.all()
    return endpoint


async def test_a_new_endpoint_has_all_that_is_needed_and_its_secret_is_shown_once(
    endpoints: StripeWebhookEndpoints,
) -> None:
    said = await run(endpoints)
    created = await only(endpoints)
    assert (created.url, created.api_version, created.status) == (URL, API_VERSION, "enabled")
    assert set(created.enabled_events) == set(NEEDED)
    assert sum("whsec_" in line for line in said) == 1
    again = await run(endpoints)
    assert again == [f"Nothing to do: {created.id} leads to {URL} with all {len(NEEDED)} event types."]
    assert endpoint_findings(await endpoints.all(), API) == []


async def test_a_dry_run_says_what_it_would_do_and_does_nothing(endpoints: StripeWebhookEndpoints) -> None:
    (said,) = await run(endpoints, dry_run=True)
    assert said.startswith(f"Would create an endpoint for {URL}")
    assert await endpoints.all() == []


async def test_missing_events_are_added_and_others_stay(endpoints: StripeWebhookEndpoints) -> None:
    await made(endpoints, "charge.refunded", "charge.captured")
    assert (await run(endpoints, dry_run=True))[0].startswith("Would have we_")
    await run(endpoints)
    endpoint = await only(endpoints)
    assert endpoint.missing_events == ()
    assert "charge.captured" in endpoint.enabled_events


async def test_a_disabled_endpoint_is_enabled_and_keeps_its_events(endpoints: StripeWebhookEndpoints) -> None:
    await made(endpoints, "*")
    await endpoints.update(await only(endpoints), enabled=False)
    await run(endpoints)
    assert ((await only(endpoints)).status, (await only(endpoints)).enabled_events) == ("enabled", ["*"])


async def test_a_version_too_old_is_replaced_in_two_steps_so_that_no_event_is_lost(
    endpoints: StripeWebhookEndpoints, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = await made(endpoints, "*")
    monkeypatch.setattr("adapters.stripe.webhook_endpoints.OLDEST_READABLE_VERSION", f"{API_VERSION}.x")
    said = await run(endpoints)
    assert {each.status for each in await endpoints.all()} == {"enabled"}
    assert old in said[-1]
    monkeypatch.setattr(WebhookEndpoint, "is_readable", property(lambda self: self.id != old))
    await run(endpoints)
    assert {each.id == old: each.status for each in await endpoints.all()} == {True: "disabled", False: "enabled"}
    assert (await run(endpoints))[0].startswith("Nothing to do")


async def test_an_endpoint_elsewhere_is_left_alone_unless_it_is_moved(endpoints: StripeWebhookEndpoints) -> None:
    other = await made(endpoints, "*", url="https://old.example/api/payments/webhook")
    said = await run(endpoints, dry_run=True)
    assert f"--move {other}" in said[0]
    await run(endpoints, move=other)
    assert (await only(endpoints)).url == URL


async def test_a_dry_move_changes_nothing_and_an_unknown_one_is_named(endpoints: StripeWebhookEndpoints) -> None:
    other = await made(endpoints, "*", url="https://old.example/hook")
    assert (await run(endpoints, dry_run=True, move=other))[
        0
    ] == f"Would lead {other} from https://old.example/hook to {URL}."
    assert (await only(endpoints)).url == "https://old.example/hook"
    assert f"the account has {other}" in (await run(endpoints, dry_run=True, move="we_none"))[0]
