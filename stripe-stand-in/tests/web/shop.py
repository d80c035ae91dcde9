"""A shop's webhook endpoint, with answers to order."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import stripe
from aiohttp import web
from aiohttp.test_utils import TestServer

from stripe_stand_in.testing import WEBHOOK_SECRET

TIMEOUT = 20


@dataclass
class Shop:
    """What came in, and the statuses to answer first; after these it is 200."""

    url: str = ""
    responses: list[int] = field(default_factory=list)
    received: list[stripe.Event] = field(default_factory=list)
    _changed: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def receive(self, request: web.Request) -> web.Response:
        """Take one event, whose signature has to be right."""
        event = stripe.Webhook.construct_event(
            await request.read(), request.headers["Stripe-Signature"], WEBHOOK_SECRET
        )
        async with self._changed:
            self.received.append(event)
            self._changed.notify_all()
        return web.Response(status=self.responses.pop(0) if self.responses else 200)

    async def until(self, enough: Callable[[list[str]], bool]) -> None:
        """Wait until the types of the events that came are enough."""
        async with asyncio.timeout(TIMEOUT), self._changed:
            await self._changed.wait_for(lambda: enough([event.type for event in self.received]))


@asynccontextmanager
async def open_shop() -> AsyncIterator[Shop]:
    """A shop that listens on a free port while the context lasts."""
    shop = Shop()
    app = web.Application()
    app.router.add_post("/webhook", shop.receive)
    async with TestServer(app, host="127.0.0.1") as server:
        shop.url = str(server.make_url("/webhook"))
        yield shop
