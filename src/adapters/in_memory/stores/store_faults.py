"""What can go wrong with a store, brought about by a test."""

import asyncio
from contextlib import AbstractAsyncContextManager

from application.ports.storage.failures import StoreUnavailable


class StoreFaults:
    """Stands between a fake store and its callers; every call lets others run before and after it.

    While `down` nothing is done. `answers_to_lose` calls are done and then fail all the same, after which their callers
    can't know.
    """

    def __init__(self) -> None:
        self.down = False
        self.answers_to_lose = 0

    def call(self) -> AbstractAsyncContextManager[None]:
        """One call; what happens inside must not wait, so that it is atomic."""
        return _OneCall(self)


class _OneCall(AbstractAsyncContextManager[None]):
    __slots__ = ("_faults",)

    def __init__(self, faults: StoreFaults) -> None:
        self._faults = faults

    async def __aenter__(self) -> None:
        await asyncio.sleep(0)
        if self._faults.down:
            raise StoreUnavailable("the store is down")

    async def __aexit__(self, kind: object, error: object, trace: object) -> None:
        if kind is not None:
            return
        if self._faults.answers_to_lose:
            self._faults.answers_to_lose -= 1
            raise StoreUnavailable("the answer was lost")
        await asyncio.sleep(0)
