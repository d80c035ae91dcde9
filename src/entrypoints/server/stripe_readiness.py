"""Whether Stripe answers: from the calls that are made anyway, else from one look that all processes share.

Stripe rations reads, so that every process and every probe must not cost one.
"""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Final

from application.ports.storage.failures import StoreUnavailable
from application.ports.storage.marks import Marks
from application.ports.stripe.failures import OutcomeUnknown, Refused
from application.ports.system.clock import Clock
from application.ports.unavailable import Unavailable
from entrypoints.telemetry.observers.stripe_calls import StripeWatch

_ANSWERED: Final = "stripe:answered"
_FAILED: Final = "stripe:failed"
_LOOK: Final = "stripe:look"
FRESH: Final = timedelta(minutes=10)
"""How long an answer counts: 144 looks a day where nothing is sold, of at least 10,000 reads a month."""
RETRY: Final = timedelta(minutes=1)
"""How long a failure counts before Stripe is asked again."""
_LOOK_LEASE: Final = timedelta(seconds=15)


class StripeReadiness:
    """Keeps the look's result in the store; concurrent callers in this process share one."""

    def __init__(self, watch: StripeWatch, ping: Callable[[], Awaitable[None]], marks: Marks, clock: Clock) -> None:
        self._watch = watch
        self._ping = ping
        self._marks = marks
        self._clock = clock
        self._under_way: asyncio.Task[bool] | None = None

    async def __call__(self) -> None:
        """Raises `OutcomeUnknown` where Stripe does not answer."""
        answers = self._own_traffic()
        if answers is None:
            answers = await self._shared()
        if not answers:
            raise OutcomeUnknown("Stripe did not answer")

    def _own_traffic(self) -> bool | None:
        if self._watch.answered_within(FRESH.total_seconds()):
            return True
        return self._watch.answered_within(RETRY.total_seconds())

    async def _shared(self) -> bool:
        if self._under_way is None or self._under_way.done():
            self._under_way = asyncio.create_task(self._look())
        return await asyncio.shield(self._under_way)

    async def _look(self) -> bool:
        now = self._clock.now()
        try:
            answered = await self._marks.get(_ANSWERED)
            failed = await self._marks.get(_FAILED)
            answers = failed is None or (answered is not None and answered >= failed)
            known_at = answered if answers else failed
            if known_at is not None and now - known_at < (FRESH if answers else RETRY):
                return answers
            if not await self._marks.claim(_LOOK, now, _LOOK_LEASE):
                return answers  # Another process is looking.
            return await self._ask(now)
        except StoreUnavailable:
            return True  # MongoDB is down, which is reported as such; of Stripe nothing is known.

    async def _ask(self, now: datetime) -> bool:
        try:
            await self._ping()
        except (Unavailable, Refused) as failure:
            if isinstance(failure, StoreUnavailable):
                raise
            await self._marks.move(_FAILED, now)
            return False
        await self._marks.move(_ANSWERED, now)
        return True
