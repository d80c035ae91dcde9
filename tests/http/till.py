"""The whole API in this process: real routes, use cases and gateway, over stores in memory and the model of Stripe."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import httpx
import jwt

from adapters.in_memory.stores.all_stores import InMemoryStores
from adapters.in_memory.stores.idempotency_keys import InMemoryIdempotencyKeys
from adapters.in_memory.stores.rate_limiter import InMemoryRateLimiter
from adapters.in_memory.system.clock import VirtualClock
from adapters.in_memory.system.request_scopes import SeededRequestScopes
from adapters.stripe.sdk.client import stripe_calls
from adapters.stripe.sdk.in_process import InProcessClient
from application.ports.shop.webhooks import endpoint_at
from entrypoints.http.app import TillApp
from entrypoints.server.api import compose
from entrypoints.settings import Settings
from entrypoints.settings.load import load_settings
from stripe_stand_in.model import NEWEST, StripeModel
from tests.builders import product
from tests.http.described import hold_to_description
from tests.in_memory_container import in_memory_container

JWT_SECRET = "the-jwt-secret-of-these-tests-is-long"
WEBHOOK_SECRET = "whsec_ofTheseTests"
ADDRESS: Mapping[str, Any] = {
    "name": "Ada Lovelace",
    "line1": "12 St James's Square",
    "city": "San José",
    "state": "CA",
    "postalCode": "95113",
    "country": "US",
}
SHOP_CART: Mapping[str, Any] = {
    "reference": "cart 2094",
    "userId": "ada",
    "currency": "usd",
    "items": [
        {"sku": "tea-green", "name": "Grüner Tee", "unitPrice": 1299, "quantity": 3},
        {"sku": "wrap", "name": "Gift wrap", "unitPrice": 0, "quantity": 1},
    ],
    "discounts": [{"name": "AUTUMN", "amount": 301}],
    "shipping": {"name": "By bicycle", "amount": 699},
    "tax": {"amount": 273, "rate": 0.07, "jurisdiction": "US-CA"},
    "total": 4568,
    "shippingAddress": ADDRESS,
    "receiptEmail": "ada@shop.example",
    "metadata": {"basket": "7"},
}
CART: Mapping[str, Any] = {"items": [{"sku": "tea-green", "quantity": 3}], "shippingAddress": ADDRESS}


def settings_of(**environ: str) -> Settings:
    """Settings of a test, with any further variables."""
    return load_settings(
        {
            "ENVIRONMENT": "sandbox",
            "STRIPE_SECRET_KEY": "sk_test_ofTheseTests",
            "STRIPE_PUBLISHABLE_KEY": "pk_test_ofTheseTests",
            "STRIPE_WEBHOOK_SECRET": WEBHOOK_SECRET,
            "MONGODB_URI": "mongodb://nowhere.invalid/till",
            "JWT_SECRET": JWT_SECRET,
            "AUDIT_SECRET": "the-audit-secret-of-these-tests-is-long",
            **environ,
        }
    )


def bearer(subject: str, *, email: str | None = "ada@shop.example", roles: list[str] | None = None) -> dict[str, str]:
    """The header of a caller with a good token."""
    claims = {"sub": subject, "exp": int(time.time()) + 600, "email": email, "roles": roles}
    token = jwt.encode({name: value for name, value in claims.items() if value is not None}, JWT_SECRET, "HS256")
    return {"Authorization": f"Bearer {token}"}


@dataclass
class Till:
    """A running API and the world around it."""

    app: TillApp
    http: httpx.AsyncClient
    stores: InMemoryStores
    keys: InMemoryIdempotencyKeys
    model: StripeModel
    clock: VirtualClock
    limiter: InMemoryRateLimiter | None
    ada: dict[str, str] = field(default_factory=lambda: bearer("ada"))
    bob: dict[str, str] = field(default_factory=lambda: bearer("bob", email="bob@shop.example"))
    shop: dict[str, str] = field(default_factory=lambda: bearer("backend", email=None, roles=["shop"]))
    admin: dict[str, str] = field(default_factory=lambda: bearer("root", email="root@shop.example", roles=["admin"]))

    async def post(
        self, path: str, body: Any = None, who: Mapping[str, str] | None = None, key: str | None = None
    ) -> httpx.Response:
        """A POST of JSON by ada, or by another; `key` is its Idempotency-Key."""
        headers = dict(self.ada if who is None else who) | ({"Idempotency-Key": key} if key else {})
        return await self.http.post(path, json={} if body is None else body, headers=headers)

    async def get(self, path: str, who: Mapping[str, str] | None = None) -> httpx.Response:
        """A GET by ada, or by another."""
        return await self.http.get(path, headers=dict(self.ada if who is None else who))

    async def started(self, who: Mapping[str, str] | None = None) -> dict[str, Any]:
        """A checkout of three teas."""
        answer = await self.post("/api/payments/create-intent", CART, who)
        assert answer.status_code == 201, answer.text
        created: dict[str, Any] = answer.json()
        return created

    async def saved_method(self, test_method: str = "pm_card_visa", who: Mapping[str, str] | None = None) -> str:
        """A method saved for ada, or for another."""
        answer = await self.post("/api/payments/methods", {"paymentMethodId": test_method}, who)
        assert answer.status_code == 201, answer.text
        return str(answer.json()["id"])

    async def paid(self, who: Mapping[str, str] | None = None) -> dict[str, Any]:
        """A checkout paid with a saved card; its webhooks are not delivered yet."""
        created = await self.started(who)
        method = await self.saved_method(who=who)
        path = f"/api/payments/intent/{created['paymentIntentId']}/confirm"
        answer = await self.post(path, {"paymentMethodId": method}, who)
        assert answer.json()["status"] == "succeeded", answer.text
        return created

    async def deliver(self) -> list[int]:
        """Delivers every webhook that is due; their answers."""
        answers = []
        for delivery in self.model.deliveries_due():
            answer = await self.http.post("/api/payments/webhook", content=delivery.body, headers=delivery.headers)
            self.model.delivered(delivery.id, answer.status_code)
            answers.append(answer.status_code)
        return answers


def refund_at_stripe(till: Till, payment_intent_id: str) -> None:
    """Refunds a payment in Stripe's dashboard, of which Till is not notified."""
    till.model.handle(
        "POST",
        "/v1/refunds",
        {"Authorization": f"Bearer {till.model.secret_key}", "Stripe-Version": NEWEST},
        f"payment_intent={payment_intent_id}".encode(),
    )


@asynccontextmanager
async def running(*, limiter: InMemoryRateLimiter | None = None, **environ: str) -> AsyncIterator[Till]:
    """The API with these variables."""
    settings = settings_of(**environ)
    clock = VirtualClock()
    endpoints = [endpoint_at(url).id for url in settings.shop_webhooks.urls]
    stores = InMemoryStores(settings.audit_secrets[0].reveal().encode(), [product(), product("cup-blue")], endpoints)
    keys = InMemoryIdempotencyKeys(stores.faults)
    model = StripeModel(
        clock=lambda: clock.now().timestamp(),
        seed=7,
        secret_key=settings.stripe.secret_key.reveal(),
        publishable_key=settings.stripe.publishable_key,
    )
    model.register_endpoint("http://till.test/api/payments/webhook", WEBHOOK_SECRET, ("*",), api_version=NEWEST)
    calls = stripe_calls(model.secret_key, InProcessClient(model.handle))
    container = in_memory_container(
        settings,
        partial(getattr, stores),
        clock=clock,
        request_scopes=SeededRequestScopes(),
        stripe_calls=calls,
        rate_limiter=limiter,
        idempotency_keys=keys,
        mongodb_health=partial(stores.marks.get, "health"),
    )
    app = compose(settings, container)
    transport = httpx.ASGITransport(app)
    hooks = {"response": [hold_to_description]}
    async with httpx.AsyncClient(transport=transport, base_url="http://till.test", event_hooks=hooks) as http:
        yield Till(app, http, stores, keys, model, clock, limiter)
    await calls.close()
