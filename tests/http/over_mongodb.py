"""The whole API over a real database and the model of Stripe, with counters of what it asks of either."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from urllib.parse import urlencode

import httpx
import msgspec
from dependency_injector import providers

from adapters.in_memory.system.clock import VirtualClock
from adapters.mongodb.driver.connection import connect, disconnect
from adapters.stripe.sdk.client import stripe_calls
from adapters.stripe.sdk.in_process import InProcessClient
from entrypoints.container import Container
from entrypoints.server.api import compose
from stripe_stand_in.model import NEWEST, StripeModel
from tests.builders import product
from tests.http.till import CART, WEBHOOK_SECRET, bearer, settings_of
from tests.mongodb_commands import CountedCommands


@dataclass
class Counted:
    """The API over a real database, and the counters of what it asks for."""

    http: httpx.AsyncClient
    model: StripeModel
    commands: CountedCommands
    container: Container
    calls: int = 0

    def forget(self) -> None:
        """Starts a new count."""
        self.commands.forget()
        self.calls = self.model.totals.served.total()

    @property
    def asked(self) -> tuple[int, int]:
        """Calls to Stripe and round trips to MongoDB since then."""
        return self.model.totals.served.total() - self.calls, len(self.commands)

    async def started(self) -> dict[str, str]:
        """A checkout."""
        answer = await self.http.post("/api/payments/create-intent", json=CART, headers=bearer("ada"))
        assert answer.status_code == 201, answer.text
        created: dict[str, str] = answer.json()
        return created

    async def placed(self, intent: str) -> int:
        """The browser reports its payment; returns the answer's status."""
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
        delivered = []
        for delivery in self.model.deliveries_due():
            self.forget()
            answer = await self.http.post("/api/payments/webhook", content=delivery.body, headers=delivery.headers)
            delivered.append((delivery.event_type, answer.status_code, self.asked))
            self.model.delivered(delivery.id, answer.status_code)
        return delivered


@asynccontextmanager
async def counted_till(uri: str, name: str, **environ: str) -> AsyncIterator[Counted]:
    """The API over the database of that name."""
    clock, commands = VirtualClock(), CountedCommands()
    settings = settings_of(MONGODB_URI=uri, MONGODB_DATABASE=name, **environ)
    model = StripeModel(
        clock=lambda: clock.now().timestamp(),
        secret_key=settings.stripe.secret_key.reveal(),
        publishable_key=settings.stripe.publishable_key,
    )
    model.register_endpoint("http://till.test/api/payments/webhook", WEBHOOK_SECRET, ("*",), api_version=NEWEST)
    client, calls = connect(uri, listeners=[commands]), stripe_calls(model.secret_key, InProcessClient(model.handle))
    container = Container(settings=settings)
    container.clock.override(providers.Object(clock))
    container.mongodb_client.override(providers.Object(client))
    container.stripe_calls.override(providers.Object(calls))
    await container.migrate()()
    await container.catalog_import().put(product())
    app = compose(settings, container)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://till.test") as http:
        yield Counted(http, model, commands, container)
    await calls.close()
    await disconnect(client)
