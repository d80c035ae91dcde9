"""What a request may cost in the steady state: counted calls to Stripe and round trips to MongoDB."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from urllib.parse import urlencode

import httpx
import msgspec
import pytest
from dependency_injector import providers

from adapters.in_memory.clock import VirtualClock
from adapters.in_memory.stripe import NEWEST, StripeModel
from adapters.mongodb.connection import connect, disconnect
from adapters.stripe.client import stripe_calls
from adapters.stripe.door import DoorClient
from entrypoints.api import compose
from entrypoints.container import Container
from tests.builders import product
from tests.http.till import CART, WEBHOOK_SECRET, bearer, settings_of
from tests.mongodb_commands import CountedCommands


@dataclass
class Counted:
    """The API over a real database, and the counters of what it asks for."""

    http: httpx.AsyncClient
    model: StripeModel
    commands: CountedCommands
    calls: int = 0

    def forget(self) -> None:
        """Begin to count anew."""
        self.commands.forget()
        self.calls = self.model.books.served.total()

    @property
    def asked(self) -> tuple[int, int]:
        """Calls to Stripe and round trips to MongoDB since then."""
        return self.model.books.served.total() - self.calls, len(self.commands)

    async def started(self) -> dict[str, str]:
        """A checkout."""
        answer = await self.http.post("/api/payments/create-intent", json=CART, headers=bearer("ada"))
        assert answer.status_code == 201, answer.text
        created: dict[str, str] = answer.json()
        return created

    async def placed(self, intent: str) -> int:
        """The browser tells that it has paid; the answer's status."""
        body = {"paymentIntentId": intent}
        return (await self.http.post("/api/orders", json=body, headers=bearer("ada"))).status_code

    def pay(self, created: dict[str, str]) -> None:
        """The browser pays at Stripe."""
        form = {"client_secret": created["clientSecret"], "payment_method": "pm_card_visa", "return_url": "http://s/"}
        answer = self.model.handle(
            "POST",
            f"/v1/payment_intents/{created['paymentIntentId']}/confirm",
            {"Stripe-Version": NEWEST, "Authorization": f"Bearer {self.model.publishable_key}"},
            urlencode(form).encode(),
        )
        assert msgspec.json.decode(answer.body)["status"] == "succeeded"

    async def delivered(self) -> list[tuple[str, int, tuple[int, int]]]:
        """Every due webhook's type, answer and cost."""
        told = []
        for delivery in self.model.deliveries_due():
            self.forget()
            answer = await self.http.post("/api/payments/webhook", content=delivery.body, headers=delivery.headers)
            told.append((delivery.event_type, answer.status_code, self.asked))
            self.model.delivered(delivery.id, answer.status_code)
        return told


@asynccontextmanager
async def _counted(uri: str, name: str) -> AsyncIterator[Counted]:
    clock, commands = VirtualClock(), CountedCommands()
    settings = settings_of(MONGODB_URI=uri, MONGODB_DATABASE=name)
    model = StripeModel(
        clock=lambda: clock.now().timestamp(),
        secret_key=settings.stripe.secret_key.reveal(),
        publishable_key=settings.stripe.publishable_key,
    )
    model.register_endpoint("http://till.test/api/payments/webhook", WEBHOOK_SECRET, ("*",), api_version=NEWEST)
    client, calls = connect(uri, listeners=[commands]), stripe_calls(model.secret_key, DoorClient(model.handle))
    container = Container(settings=settings)
    container.clock.override(providers.Object(clock))
    container.mongodb_client.override(providers.Object(client))
    container.stripe_calls.override(providers.Object(calls))
    await container.migrate()()
    await container.catalog_import().put(product())
    app = compose(settings, container)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://till.test") as http:
        yield Counted(http, model, commands)
    await calls.close()
    await disconnect(client)


@pytest.fixture
async def counted(mongodb_uri: str, mongodb_database: str) -> AsyncIterator[Counted]:
    """In the steady state: the shopper is known and the catalogue was read."""
    async with _counted(mongodb_uri, mongodb_database) as counted:
        counted.pay(await counted.started())
        await counted.delivered()
        counted.forget()
        yield counted


async def test_creating_an_intent_asks_stripe_once_and_mongodb_four_times(counted: Counted) -> None:
    await counted.started()
    calls, trips = counted.asked
    assert calls == 1
    assert trips <= 4, counted.commands.sent


async def test_placing_an_order_asks_stripe_once_and_mongodb_three_times(counted: Counted) -> None:
    created = await counted.started()
    counted.pay(created)
    counted.forget()
    assert await counted.placed(created["paymentIntentId"]) == 201
    calls, trips = counted.asked
    assert calls == 1
    assert trips <= 3, counted.commands.sent


async def test_placing_an_order_whose_webhook_came_first_asks_stripe_nothing(counted: Counted) -> None:
    created = await counted.started()
    counted.pay(created)
    await counted.delivered()
    counted.forget()
    assert await counted.placed(created["paymentIntentId"]) == 200
    calls, trips = counted.asked
    assert calls == 0
    assert trips <= 3, counted.commands.sent


async def test_a_webhook_asks_stripe_nothing_and_mongodb_four_times(counted: Counted) -> None:
    created = await counted.started()
    counted.pay(created)
    counted.model.handle(
        "POST",
        "/v1/refunds",
        {"Stripe-Version": NEWEST, "Authorization": f"Bearer {counted.model.secret_key}"},
        urlencode({"payment_intent": created["paymentIntentId"], "amount": 301}).encode(),
    )
    counted.model.open_dispute(created["paymentIntentId"])
    counted.model.warn(created["paymentIntentId"])
    told = await counted.delivered()
    assert {"payment_intent.succeeded", "charge.refunded", "refund.created"} <= {kind for kind, _, _ in told}
    assert {status for _, status, _ in told} == {200}
    assert [(kind, cost) for kind, _, cost in told if cost[0] or cost[1] > 4] == []
