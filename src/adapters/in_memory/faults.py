"""What can go wrong with a store, brought about by a test."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from application.errors import StoreUnavailable


class Faults:
    """Stands between a fake store and its callers; every call lets others run before and after it.

    While `down` nothing is done. `answers_to_lose` calls are done and then fail all the same, after which their callers
    can't know.
    """

    def __init__(self) -> None:
        self.down = False
        self.answers_to_lose = 0

    @asynccontextmanager
    async def call(self) -> AsyncIterator[None]:
        """One call; what happens inside must not wait, so that it is atomic."""
        await asyncio.sleep(0)
        if self.down:
            raise StoreUnavailable("the store is down")
        yield
        if self.answers_to_lose:
            self.answers_to_lose -= 1
            raise StoreUnavailable("the answer was lost")
        await asyncio.sleep(0)
