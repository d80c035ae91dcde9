"""Delivers webhooks and runs scheduled effects as time passes."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp

from stripe_stand_in.model import Delivery
from stripe_stand_in.web.storage.persistent_account import PersistentAccount

RESPONSE_TIMEOUT = aiohttp.ClientTimeout(total=5)
"""An endpoint that takes longer fails this attempt. Stripe does not publish its own limit."""

MAX_CONCURRENT = 16
"""Concurrent deliveries: enough that a slow endpoint delays few others, too few to flood the shop."""

SHUTDOWN_GRACE = 2
"""Seconds that deliveries in flight get at the end, so that accepted events are not sent again."""


class WebhookSender:
    """One task that sleeps until the next delivery or effect is due. The model schedules the retries."""

    def __init__(self, account: PersistentAccount) -> None:
        self._account = account
        self._changed = asyncio.Event()
        self._in_flight: set[str] = set()
        self._stopping = False
        self._task: asyncio.Task[None] | None = None
        account.changed = self._changed.set

    @property
    def alive(self) -> bool:
        """Whether the task is running."""
        return self._task is not None and not self._task.done()

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Runs the task for as long as this context lasts."""
        self._task = asyncio.create_task(self._run(), name="webhook deliveries")
        self._task.add_done_callback(_log_failure)
        try:
            yield
        finally:
            self._stopping = True
            self._changed.set()
            _, late = await asyncio.wait({self._task}, timeout=SHUTDOWN_GRACE)
            for task in late:
                task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _run(self) -> None:
        async with aiohttp.ClientSession(timeout=RESPONSE_TIMEOUT) as session, asyncio.TaskGroup() as tasks:
            while not self._stopping:
                self._changed.clear()
                self._account.catch_up()
                room = MAX_CONCURRENT - len(self._in_flight)
                for delivery in self._account.model.deliveries_due(room, self._in_flight):
                    self._in_flight.add(delivery.id)
                    tasks.create_task(self._deliver(session, delivery))
                await self._wait()

    async def _wait(self) -> None:
        model = self._account.model
        room = len(self._in_flight) < MAX_CONCURRENT
        planned = (model.next_effect_at(), model.next_delivery_at(self._in_flight) if room else None)
        moments = [moment for moment in planned if moment is not None]
        pause = max(0.0, min(moments) - self._account.catch_up()) if moments else None
        try:
            await asyncio.wait_for(self._changed.wait(), pause)
        except TimeoutError:
            return

    async def _deliver(self, session: aiohttp.ClientSession, delivery: Delivery) -> None:
        status = await self._post(session, delivery)
        self._in_flight.discard(delivery.id)
        self._account.delivered(delivery, status)

    async def _post(self, session: aiohttp.ClientSession, delivery: Delivery) -> int | None:
        try:
            async with session.post(
                delivery.url, data=delivery.body, headers=delivery.headers, allow_redirects=False
            ) as response:
                await response.read()
                return response.status
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError):
            return None


def _log_failure(made: asyncio.Task[None]) -> None:
    fault = None if made.cancelled() else made.exception()
    if fault is not None:
        logging.getLogger(__name__).critical("Webhooks are no longer delivered", exc_info=fault)
