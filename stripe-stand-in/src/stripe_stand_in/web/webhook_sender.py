"""Brings webhooks to their endpoints and lets what is due ripen, as the clock goes."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp

from stripe_stand_in.model import Delivery
from stripe_stand_in.web.storage.persistent_account import KeptAccount

ANSWER_WITHIN = aiohttp.ClientTimeout(total=5)
"""An endpoint that takes longer has failed this attempt. Stripe does not publish its own limit."""

AT_ONCE = 16
"""Deliveries under way at a time: enough that a slow endpoint holds up little, too few to flood the shop."""

LAST_ERRANDS = 2
"""Seconds that deliveries under way get at the end, so that what was taken is not sent again."""


class WebhookSender:
    """One task that sleeps until the next thing is due. The model plans when a delivery is tried again."""

    def __init__(self, account: KeptAccount) -> None:
        self._account = account
        self._news = asyncio.Event()
        self._under_way: set[str] = set()
        self._off_duty = False
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
        self._round.add_done_callback(_tell_why)
        try:
            yield
        finally:
            self._off_duty = True
            self._news.set()
            _, late = await asyncio.wait({self._round}, timeout=LAST_ERRANDS)
            for task in late:
                task.cancel()
            await asyncio.gather(self._round, return_exceptions=True)

    async def _make_round(self) -> None:
        async with aiohttp.ClientSession(timeout=ANSWER_WITHIN) as session, asyncio.TaskGroup() as errands:
            while not self._off_duty:
                self._news.clear()
                self._account.catch_up()
                room = AT_ONCE - len(self._under_way)
                for delivery in self._account.model.deliveries_due(room, self._under_way):
                    self._under_way.add(delivery.id)
                    errands.create_task(self._deliver(session, delivery))
                await self._rest()

    async def _rest(self) -> None:
        model = self._account.model
        room = len(self._under_way) < AT_ONCE
        planned = (model.next_effect_at(), model.next_delivery_at(self._under_way) if room else None)
        moments = [moment for moment in planned if moment is not None]
        pause = max(0.0, min(moments) - self._account.catch_up()) if moments else None
        try:
            await asyncio.wait_for(self._news.wait(), pause)
        except TimeoutError:
            return

    async def _deliver(self, session: aiohttp.ClientSession, delivery: Delivery) -> None:
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


def _tell_why(made: asyncio.Task[None]) -> None:
    fault = None if made.cancelled() else made.exception()
    if fault is not None:
        logging.getLogger(__name__).critical("Webhooks are no longer delivered", exc_info=fault)
