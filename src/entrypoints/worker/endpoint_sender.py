"""Sends to one of the shop's endpoints what waits for it, several orders at once, while this process has the lease."""

import asyncio
from datetime import UTC, datetime, timedelta

from application.notifications.deliver_events import DeliverEvents, DeliverEventsCommand
from application.ports.shop.webhooks import Endpoint
from application.ports.storage.leases import Leases
from application.ports.storage.shop_outbox import ShopOutbox
from application.ports.system.clock import Clock
from domain.identifiers.types import OrderId

LEASE = timedelta(seconds=45)
"""If the process dies, another sends what is left after that."""

_RENEWED_BELOW = timedelta(seconds=30)
"""More than one try may take, so that none is held back for want of a lease."""

_ASKED_EVERY = timedelta(seconds=5)
"""While another process has the lease."""

AT_ONCE = 20
"""Orders under way at once: a few that time out leave room for all others."""

_LONGEST_WAIT = 1.0
"""Seconds until new orders are looked for while others are under way."""


class EndpointSender:
    """One round after another, each as long as the first of the orders under way; an order is never under way twice."""

    def __init__(
        self,
        *,
        endpoint: Endpoint,
        outbox: ShopOutbox,
        leases: Leases,
        deliver: DeliverEvents,
        clock: Clock,
        holder: str,
    ) -> None:
        self._endpoint = endpoint
        self._outbox = outbox
        self._leases = leases
        self._deliver = deliver
        self._clock = clock
        self._holder = holder
        self._lease = f"shop_endpoint:{endpoint.id}"
        self._leased_until = self._ask_again = datetime.min.replace(tzinfo=UTC)
        self._under_way: dict[OrderId, asyncio.Task[int]] = {}

    async def __call__(self) -> int:
        """Returns 0 when there is nothing to do for now. Raises `StoreUnavailable`."""
        if not await self._has_lease():
            return 0
        await self._begin()
        if not self._under_way:
            return 0
        await asyncio.wait(self._under_way.values(), timeout=_LONGEST_WAIT, return_when=asyncio.FIRST_COMPLETED)
        self._end()
        return 1

    async def close(self) -> None:
        """Lets what is under way end, and gives the lease to another process. Raises `StoreUnavailable`."""
        if self._under_way:
            await asyncio.wait(self._under_way.values())
            self._end()
        await self._leases.release(self._lease, self._holder)

    async def _has_lease(self) -> bool:
        now = self._clock.now()
        if self._leased_until - now > _RENEWED_BELOW:
            return True
        if now < self._ask_again:
            return False
        until = now + LEASE
        if not await self._leases.acquire(self._lease, self._holder, now, until):
            self._ask_again = now + _ASKED_EVERY
            return False
        self._leased_until = until
        return True

    async def _begin(self) -> None:
        room = AT_ONCE - len(self._under_way)
        if not room:
            return
        found = await self._outbox.pending(self._endpoint.id, self._clock.now(), AT_ONCE)
        for pending in [each for each in found if each.order.id not in self._under_way][:room]:
            command = DeliverEventsCommand(endpoint=self._endpoint, pending=pending, leased_until=self._leased_until)
            self._under_way[pending.order.id] = asyncio.create_task(self._deliver(command))

    def _end(self) -> None:
        for order_id, task in list(self._under_way.items()):
            if task.done():
                del self._under_way[order_id]
                task.result()
