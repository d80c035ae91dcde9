"""What shoppers, their browsers and Stripe send: the requests that are measured."""

import hashlib
import hmac
import itertools
import json
import time
from dataclasses import dataclass

import msgspec

from benchmarks.fast_stripe import UNPAID
from benchmarks.load import Caller
from benchmarks.scene import Scene
from benchmarks.stripe_objects import succeeded_event
from entrypoints.sandbox.development_token import sign_development_token

SHOPPERS = 200
REQUESTS_IN_MIX = 6
_TOKEN_SECONDS = 86_400
_CART = {
    "items": [{"sku": "ESPRESSO-CUP", "quantity": 2}, {"sku": "POUR-OVER-SET", "quantity": 1}],
    "shippingAddress": {
        "name": "Ada Lovelace",
        "line1": "12 Analytical Way",
        "city": "Seattle",
        "state": "WA",
        "postalCode": "98101",
        "country": "US",
    },
    "currency": "usd",
}


@dataclass(frozen=True, slots=True)
class Checkout:
    """An order that waits for its payment, and the headers of whose it is."""

    order_id: str
    payment_intent_id: str
    headers: dict[str, str]


@dataclass(frozen=True, slots=True)
class Event:
    """A webhook as Stripe sends it."""

    body: bytes
    headers: dict[str, str]

    async def deliver(self, caller: Caller) -> None:
        """A journey of its own."""
        await caller.post("/api/payments/webhook", self.body, self.headers)


class Shoppers:
    """Each journey is a few requests of one shopper, or an event of Stripe's about one."""

    def __init__(self, scene: Scene) -> None:
        self._webhook_secret = scene.webhook_secret.encode()
        self._stripe_port = scene.stripe_port
        self._cart = json.dumps(_CART).encode()
        tokens = [_token(scene, f"shopper-{number}") for number in range(SHOPPERS)]
        self._turns = itertools.cycle([{"Authorization": f"Bearer {token}"} for token in tokens])
        self._admin = {"Authorization": f"Bearer {_token(scene, 'admin', 'admin')}"}
        self.waiting: list[Checkout] = []
        self.orders: list[Checkout] = []

    async def create_intent(self, caller: Caller) -> None:
        """Starts a checkout, which then waits to be paid."""
        self.waiting.append(await self._checkout(caller))

    async def place_order(self, caller: Caller) -> None:
        """The browser comes first: Stripe is asked."""
        checkout = self.waiting.pop()
        await self._place(caller, checkout)
        self.orders.append(checkout)

    async def buy(self, caller: Caller) -> None:
        """Starts a checkout and pays it."""
        checkout = await self._checkout(caller)
        await self._place(caller, checkout)
        self.orders.append(checkout)

    async def get_order(self, caller: Caller) -> None:
        """Looks at an order."""
        checkout = self.orders[len(caller.seconds) % len(self.orders)]
        await caller.get(f"/api/orders/{checkout.order_id}", checkout.headers)

    async def refund(self, caller: Caller) -> None:
        """An admin gives a dollar back of the next order."""
        checkout = self.orders[len(caller.seconds) % len(self.orders)]
        self.orders.remove(checkout)
        body = json.dumps({"orderId": checkout.order_id, "amount": 100}).encode()
        await caller.post("/api/payments/refund", body, {**self._admin, "Idempotency-Key": checkout.order_id})

    async def mix(self, caller: Caller) -> None:
        """A whole purchase: checkout, webhook, order placed, and three looks at it."""
        checkout = await self._checkout(caller)
        for event in await self.announced([checkout]):
            await event.deliver(caller)
        await self._place(caller, checkout)
        for _ in range(REQUESTS_IN_MIX - 3):
            await caller.get(f"/api/orders/{checkout.order_id}", checkout.headers)
        self.orders.append(checkout)

    async def announced(self, checkouts: list[Checkout]) -> list[Event]:
        """Stripe's signed news that these were paid."""
        stripe = Caller(self._stripe_port)
        events = [await self._event(stripe, checkout) for checkout in checkouts]
        await stripe.close()
        return events

    async def _event(self, stripe: Caller, checkout: Checkout) -> Event:
        asked_for = msgspec.json.decode((await stripe.get(f"{UNPAID}{checkout.payment_intent_id}")).body)
        body = msgspec.json.encode(succeeded_event(asked_for))
        now = int(time.time())
        signature = hmac.new(self._webhook_secret, f"{now}.".encode() + body, hashlib.sha256).hexdigest()
        return Event(body, {"Stripe-Signature": f"t={now},v1={signature}"})

    async def _checkout(self, caller: Caller) -> Checkout:
        headers = next(self._turns)
        started = (await caller.post("/api/payments/create-intent", self._cart, headers)).json()
        return Checkout(str(started["orderId"]), str(started["paymentIntentId"]), headers)

    @staticmethod
    async def _place(caller: Caller, checkout: Checkout) -> None:
        body = json.dumps({"paymentIntentId": checkout.payment_intent_id}).encode()
        await caller.post("/api/orders", body, checkout.headers)


def _token(scene: Scene, subject: str, *roles: str) -> str:
    return sign_development_token(
        scene.jwt_secret,
        subject=subject,
        issued_at=int(time.time()),
        ttl_seconds=_TOKEN_SECONDS,
        roles=roles,
        email=f"{subject}@shop.example",
        issuer=None,
        audience=None,
    )
