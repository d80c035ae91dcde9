"""Brings webhooks to their endpoints and lets what is due ripen, as the clock goes."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp
from adapters.in_memory.stripe import Delivery
from entrypoints.sandbox.stand_in.kept_account import KeptAccount

ANSWER_WITHIN = aiohttp.ClientTimeout(total=5)
"""An endpoint that takes longer has failed this attempt. Stripe does not publish its own limit."""

AT_ONCE = 16
"""Deliveries under way at a time: many enough that a slow endpoint holds up little, few enough not to flood the shop."""


class Postman:
    """One task that sleeps until the next thing is due. Deliveries are repeated by the model's plan until answered 2xx."""

    def __init__(self, account: KeptAccount) -> None:
        self._account = account
        self._news = asyncio.Event()
        self._under_way: set[str] = set()
        self._places = asyncio.Semaphore(AT_ONCE)
        self._round: asyncio.Task[None] | None = None
        account.changed = self._news.set

    @property
    def alive(self) -> bool:
        """Whether the round is being made."""
        return self._round is not None and not self._round.done()

    @asynccontextmanager
    async def on_duty(self) -> AsyncIterator[None]:
        """Make the round for as long as this context lasts."""
        self._round = asyncio.create_task(self._make_round(), name="webhook deliveries")
        try:
            yield
        finally:
            self._round.cancel()
            await asyncio.gather(self._round, return_exceptions=True)

    async def _make_round(self) -> None:
        async with aiohttp.ClientSession(timeout=ANSWER_WITHIN) as session, asyncio.TaskGroup() as errands:
            while True:
                self._news.clear()
                self._ripen()
                for delivery in self._account.model.deliveries_due():
                    if delivery.id not in self._under_way:
                        self._under_way.add(delivery.id)
                        errands.create_task(self._deliver(session, delivery))
                await self._rest()

    def _ripen(self) -> None:
        now = self._account.catch_up()
        due = self._account.model.next_ripening_at()
        if due is not None and due <= now:
            self._account.act("advance")

    async def _rest(self) -> None:
        model = self._account.model
        moments = [moment for moment in (model.next_delivery_at(), model.next_ripening_at()) if moment is not None]
        now = self._account.catch_up()
        pause = max(0.0, min(moments) - now) if moments else None
        try:
            await asyncio.wait_for(self._news.wait(), pause)
        except TimeoutError:
            return

    async def _deliver(self, session: aiohttp.ClientSession, delivery: Delivery) -> None:
        async with self._places:
            status = await self._post(session, delivery)
        self._under_way.discard(delivery.id)
        self._account.delivered(delivery, status)

    async def _post(self, session: aiohttp.ClientSession, delivery: Delivery) -> int | None:
        try:
            async with session.post(
                delivery.url, data=delivery.body, headers=delivery.headers, allow_redirects=False
            ) as answer:
                await answer.read()
                return answer.status
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError):
            return None
