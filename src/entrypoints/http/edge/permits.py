"""Permits for requests, leased in batches so that few requests cost a round trip to the shared count."""

import asyncio
import math
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from application.ports.edge.rate_limiter import RateLimiter

MAX_CALLERS: Final = 20_000
"""Callers remembered by one process; the least recently seen is dropped, and its unused permits with it."""


@dataclass(slots=True)
class _Held:
    permits: int
    ends: float
    used_up: bool


class LeasedPermits:
    """Takes permits from the process's own leases, and a new lease where none is left.

    All processes together never allow more requests than the limit. A process that holds unused permits may cause
    another one to refuse a caller early, by less than one lease for each process.
    """

    def __init__(self, limiter: RateLimiter, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._limiter = limiter
        self._monotonic = monotonic
        self._held: OrderedDict[str, _Held] = OrderedDict()
        self._leasing: dict[str, asyncio.Task[None]] = {}

    async def take(self, caller: str) -> int:
        """Takes a permit and returns 0, or returns after how many whole seconds there is one.

        Raises LimiterUnreachable.
        """
        while True:
            held, now = self._held.get(caller), self._monotonic()
            if held is not None and now < held.ends:
                self._held.move_to_end(caller)
                if held.permits > 0:
                    held.permits -= 1
                    return 0
                if held.used_up:
                    return max(1, math.ceil(held.ends - now))
            await self._lease(caller)

    async def _lease(self, caller: str) -> None:
        """Waits for the one lease that is being taken for the caller, which all of its waiting requests share."""
        leasing = self._leasing.get(caller)
        if leasing is None:
            leasing = self._leasing[caller] = asyncio.create_task(self._leased(caller))
            leasing.add_done_callback(lambda _: self._leasing.pop(caller, None))
        await asyncio.shield(leasing)

    async def _leased(self, caller: str) -> None:
        lease = await self._limiter.lease(caller)
        ends = self._monotonic() + lease.seconds
        self._held[caller] = _Held(permits=lease.permits, ends=ends, used_up=lease.permits == 0)
        if len(self._held) > MAX_CALLERS:
            self._held.popitem(last=False)
