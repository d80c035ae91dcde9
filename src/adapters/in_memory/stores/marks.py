"""How far comparisons with the processor came, in memory."""

from datetime import datetime, timedelta

from adapters.in_memory.stores.store_faults import StoreFaults


class InMemoryMarks:
    """Keeps the port `Marks`."""

    def __init__(self, faults: StoreFaults | None = None) -> None:
        self.faults = faults or StoreFaults()
        self._marks: dict[str, datetime] = {}
        self._places: dict[str, str | None] = {}

    async def get(self, name: str) -> datetime | None:
        async with self.faults.call():
            return self._marks.get(name)

    async def move(self, name: str, to: datetime) -> None:
        async with self.faults.call():
            self._marks[name] = max(to, self._marks.get(name, to))

    async def place(self, name: str) -> str | None:
        async with self.faults.call():
            return self._places.get(name)

    async def keep_place(self, name: str, place: str | None) -> None:
        async with self.faults.call():
            self._places[name] = place

    async def claim(self, name: str, now: datetime, lease: timedelta) -> bool:
        async with self.faults.call():
            held_until = self._marks.get(name)
            if held_until is not None and held_until > now:
                return False
            self._marks[name] = now + lease
            return True
