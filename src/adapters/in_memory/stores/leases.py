"""Leases in memory."""

from datetime import datetime

from adapters.in_memory.stores.store_faults import StoreFaults


class InMemoryLeases:
    """Keeps the port `Leases`."""

    def __init__(self, faults: StoreFaults | None = None) -> None:
        self.faults = faults or StoreFaults()
        self._held: dict[str, tuple[str, datetime]] = {}

    async def acquire(self, name: str, holder: str, now: datetime, until: datetime) -> bool:
        async with self.faults.call():
            held_by, lapses = self._held.get(name, (holder, now))
            if held_by != holder and lapses > now:
                return False
            self._held[name] = (holder, until)
        return True

    async def release(self, name: str, holder: str) -> None:
        async with self.faults.call():
            if self._held.get(name, ("", None))[0] == holder:
                del self._held[name]
