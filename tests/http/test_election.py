"""An election in the middle of a mixed load: callers get 503 with Retry-After, and every promise holds after it."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from urllib.parse import urlencode

import httpx
import msgspec
from dependency_injector import providers

from adapters.mongodb.driver.connection import connect, disconnect
from adapters.stripe.sdk.client import stripe_calls
from adapters.stripe.sdk.in_process import InProcessClient
from adapters.system.clock import SystemClock
from application.ports.storage.histories import Chain
from domain.identifiers.types import OrderId
from domain.orders.history import EntryType, first_broken, is_state_changed
from entrypoints.container import Container
from entrypoints.server.api import compose
from stripe_stand_in.model import NEWEST, StripeModel
from tests.builders import product
from tests.http.till import CART, WEBHOOK_SECRET, bearer, settings_of
from tests.mongodb_election import Election, replica_set

SHOPPERS = 6
ELECTION_SECONDS = 12.0
"""As long as MongoDB says that an election takes by default (docs/manual/replica-set-elections)."""

ANSWERED_SECONDS = 10.0
"""No call may take longer, whatever becomes of the database."""

Send = Callable[[], Awaitable[httpx.Response]]


@dataclass
class Load:
    """Shoppers who buy until they are stopped, and Stripe's webhooks."""

    http: httpx.AsyncClient
    model: StripeModel
    container: Container
    answers: Counter[int] = field(default_factory=Counter)
    slowest: float = 0.0
    bought: dict[str, str] = field(default_factory=dict)
    ended: asyncio.Event = field(default_factory=asyncio.Event)
    progress: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def shop(self, name: str) -> None:
        number = 0
        while not self.ended.is_set():
            number += 1
            created = await self._created(name, f"{name}-{number}")
            self._pay(created)
            await self._deliver()
            body = {"paymentIntentId": created["paymentIntentId"]}
            answer = await self._until_answered(partial(self.http.post, "/api/orders", json=body, headers=bearer(name)))
            assert answer.status_code in (200, 201), answer.text
            assert answer.json()["status"] == "confirmed"
            self.bought[created["orderId"]] = created["paymentIntentId"]
            await self._notify()

    async def _created(self, name: str, key: str) -> dict[str, str]:
        headers = bearer(name, email=f"{name}@shop.example") | {"Idempotency-Key": key}
        answer = await self._until_answered(
            partial(self.http.post, "/api/payments/create-intent", json=CART, headers=headers)
        )
        assert answer.status_code == 201, answer.text
        created: dict[str, str] = answer.json()
        return created

    def _pay(self, created: dict[str, str]) -> None:
        form = {"client_secret": created["clientSecret"], "payment_method": "pm_card_visa", "return_url": "http://s/"}
        headers = {"Stripe-Version": NEWEST, "Authorization": f"Bearer {self.model.publishable_key}"}
        path = f"/v1/payment_intents/{created['paymentIntentId']}/confirm"
        answer = self.model.handle("POST", path, headers, urlencode(form).encode())
        assert msgspec.json.decode(answer.body)["status"] == "succeeded"

    async def _deliver(self) -> None:
        for delivery in self.model.deliveries_due():
            self.model.delivered(delivery.id, 200)
            answer = await self._until_answered(
                partial(self.http.post, "/api/payments/webhook", content=delivery.body, headers=delivery.headers)
            )
            assert answer.status_code == 200, answer.text

    async def _until_answered(self, send: Send) -> httpx.Response:
        """Repeats a call for as long as it is asked to come again."""
        while True:
            began = time.monotonic()
            answer = await send()
            self.slowest = max(self.slowest, time.monotonic() - began)
            self.answers[answer.status_code] += 1
            await self._notify()
            if answer.status_code not in (409, 503) or "Retry-After" not in answer.headers:
                return answer
            await asyncio.sleep(0.1)

    async def until(self, condition: Callable[[], bool], seconds: float) -> None:
        """Returns once the condition holds after some answer."""
        async with asyncio.timeout(seconds), self.progress:
            await self.progress.wait_for(condition)

    async def _notify(self) -> None:
        async with self.progress:
            self.progress.notify_all()


@asynccontextmanager
async def load_over(election: Election, database: str) -> AsyncIterator[Load]:
    settings = settings_of(MONGODB_URI=election.uri, MONGODB_DATABASE=database)
    model = StripeModel(
        clock=time.time,
        secret_key=settings.stripe.secret_key.reveal(),
        publishable_key=settings.stripe.publishable_key,
    )
    model.register_endpoint("http://till.test/api/payments/webhook", WEBHOOK_SECRET, ("*",), api_version=NEWEST)
    client, calls = connect(election.uri), stripe_calls(model.secret_key, InProcessClient(model.handle))
    container = Container(settings=settings)
    container.clock.override(providers.Object(SystemClock()))
    container.mongodb_client.override(providers.Object(client))
    container.stripe_calls.override(providers.Object(calls))
    await container.migrate()()
    await container.catalog_import().put(product())
    transport = httpx.ASGITransport(compose(settings, container))
    async with httpx.AsyncClient(transport=transport, base_url="http://till.test") as http:
        yield Load(http, model, container)
    await calls.close()
    await disconnect(client)


async def test_every_promise_holds_over_an_election(mongodb_uri: str, mongodb_database: str) -> None:
    async with replica_set(mongodb_uri) as election, load_over(election, mongodb_database) as load:
        shoppers = asyncio.gather(*(load.shop(f"shopper-{number}") for number in range(SHOPPERS)))
        await load.until(lambda: len(load.bought) >= SHOPPERS, 60)
        election.begin()
        await load.until(lambda: load.answers[503] > 0, ELECTION_SECONDS)
        # The election's own length: nothing that could be waited for happens in it.
        await asyncio.sleep(ELECTION_SECONDS)
        before = len(load.bought)
        await election.end()
        # Nothing stalls: every shopper goes on within the time of a call.
        await load.until(lambda: len(load.bought) >= before + SHOPPERS, ANSWERED_SECONDS + 5)
        load.ended.set()
        await asyncio.wait_for(shoppers, 60)
        await load.container.retry_events()()
        await load.container.settle_orders()()

        assert election.refused > 0
        assert election.late_commits == 1
        assert set(load.answers) <= {200, 201, 409, 503}
        assert load.slowest < ANSWERED_SECONDS
        await _every_payment_has_its_order(load)


async def _every_payment_has_its_order(load: Load) -> None:
    secret = load.container.settings().audit_secrets[0].reveal().encode()
    paid: dict[OrderId, Chain] = {}
    async for chain in load.container.histories().all():
        assert first_broken(chain.order_id, chain.entries, chain.head, secret) is None
        assert not is_state_changed(chain.entries, chain.state)
        types = Counter(entry.type for entry in chain.entries if entry)
        assert types[EntryType.CHECKOUT_STARTED] == 1
        assert types[EntryType.PAYMENT_SUCCEEDED] <= 1
        if types[EntryType.PAYMENT_SUCCEEDED]:
            paid[chain.order_id] = chain
    assert set(paid) == set(load.bought)
    orders = [await load.container.orders().get(order_id) for order_id in paid]
    assert {order.id: order.intent.id for order in orders if order} == load.bought
    assert len(set(load.bought.values())) == len(load.bought)
