"""What a shop's own server sends, and what it is sent: checkouts at its prices, and events about its orders."""

import asyncio
import itertools
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from time import perf_counter

from benchmarks import load
from benchmarks.fast_stripe import RECEIVED, hook_url
from benchmarks.figures import Row
from benchmarks.load import Caller, Load
from benchmarks.notified import mark_notified
from benchmarks.scene import NeverReady, Scene, last_lines
from benchmarks.servers import Server, sender, till
from benchmarks.shoppers import Shoppers
from entrypoints.sandbox.development_token import sign_development_token

CUSTOMERS = 40
"""So few that each is known at Stripe after the warm-up."""

_FEWEST_DELIVERIES = 40
"""So many that the first to arrive are not all of them."""

_GIVE_UP_SECONDS = 120.0
_LOOK_AGAIN = 0.02
_CONNECTIONS = 16


@dataclass(frozen=True, slots=True)
class StoredOrder:
    """An order that the shop stored, and the headers by which its shopper opens it."""

    id: str
    headers: dict[str, str]


class ShopServer:
    """Each journey stores an order at the shop's prices, asks for the payment of one as its shopper does, or takes
    money that was authorized."""

    def __init__(self, scene: Scene) -> None:
        token = sign_development_token(
            scene.jwt_secret, subject="shop", issued_at=int(time.time()), ttl_seconds=86_400, roles=("shop",)
        )
        self._headers = {"Authorization": f"Bearer {token}"}
        self._numbers = itertools.count()
        self.waiting: list[StoredOrder] = []
        self.authorized: list[str] = []

    async def store(self, caller: Caller) -> None:
        """Stores an order under a reference that was never used."""
        self.waiting.append(await self._stored(caller, {}))

    async def open(self, caller: Caller) -> None:
        """Asks for the payment of a stored order by its own token."""
        await self._opened(caller, self.waiting.pop())

    async def authorize(self, caller: Caller) -> None:
        """Stores an order that is captured later, and has its shopper pay: the money is held for it then."""
        order = await self._stored(caller, {"captureMethod": "manual"})
        payment_intent_id = await self._opened(caller, order)
        body = json.dumps({"paymentIntentId": payment_intent_id}).encode()
        await caller.post("/api/orders", body, order.headers)
        self.authorized.append(order.id)

    async def capture(self, caller: Caller) -> None:
        """Takes all that is held for the next authorized order."""
        order_id = self.authorized.pop()
        body = json.dumps({"orderId": order_id}).encode()
        await caller.post("/api/payments/capture", body, {**self._headers, "Idempotency-Key": order_id})

    async def _stored(self, caller: Caller, more: Mapping[str, str]) -> StoredOrder:
        number = next(self._numbers)
        body = {
            "reference": f"bench-{time.time_ns()}-{number}",
            "userId": f"customer-{number % CUSTOMERS}",
            "currency": "usd",
            "items": [{"sku": "LAMP", "name": "Desk lamp", "unitPrice": 4999, "quantity": 1}],
            "discounts": [{"name": "WELCOME", "amount": 500}],
            "shipping": {"name": "Courier", "amount": 799},
            "tax": {"amount": 384},
            "total": 5682,
            "receiptEmail": "ada@shop.example",
            **more,
        }
        stored = (await caller.post("/api/checkouts", json.dumps(body).encode(), self._headers)).json()
        return StoredOrder(str(stored["orderId"]), {"Authorization": f"Bearer {stored['token']}"})

    @staticmethod
    async def _opened(caller: Caller, order: StoredOrder) -> str:
        body = json.dumps({"orderId": order.id}).encode()
        started = (await caller.post("/api/payments/create-intent", body, order.headers)).json()
        return str(started["paymentIntentId"])


async def measure_deliveries(scene: Scene, shoppers: Shoppers, orders: int, row: Row) -> None:
    """Adds what a sender spends to notify the shop of so many paid orders that wait for it; its start is left out."""
    orders = max(orders, _FEWEST_DELIVERIES)
    mark_notified(scene)
    notified = {"SHOP_WEBHOOK_URL": hook_url(scene.stripe_port), "SHOP_WEBHOOK_SECRET": "whsec_" + "YmVuY2g" * 8}
    with till(scene, notified) as server:
        await _paid(server, shoppers, orders)
    already = await _received(scene)
    with sender(scene, notified) as sending:
        first = await _arrived(scene, already, 1)
        cpu, commands, begun = sending.cpu_seconds(), scene.mongodb_commands(), perf_counter()
        sent = await _arrived(scene, already, orders) - first
        wall = perf_counter() - begun
        row.add(Load(wall, [wall / sent] * sent), sending.cpu_seconds() - cpu, scene.mongodb_commands() - commands)


async def _paid(server: Server, shoppers: Shoppers, orders: int) -> None:
    await load.run(server.port, [shoppers.create_intent] * orders, _CONNECTIONS)
    await load.run(server.port, [shoppers.place_order] * orders, _CONNECTIONS)


async def _arrived(scene: Scene, before: int, wanted: int) -> int:
    """Waits until so many events more than before have arrived; returns how many have.

    Raises `NeverReady` with the end of the log where they do not come.
    """
    deadline = perf_counter() + _GIVE_UP_SECONDS
    while (arrived := await _received(scene) - before) < wanted:
        if perf_counter() > deadline:
            raise NeverReady(f"{arrived} of {wanted} events arrived\n{last_lines(scene.log)}")
        await asyncio.sleep(_LOOK_AGAIN)
    return arrived


async def _received(scene: Scene) -> int:
    caller = Caller(scene.stripe_port)
    counted: Mapping[str, object] = (await caller.get(RECEIVED)).json()
    await caller.close()
    return int(str(counted["events"]))
