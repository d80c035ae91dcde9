"""Scheduled effects: each runs when the clock reaches it, as of its own due time."""

from collections.abc import Callable
from heapq import heappop, heappush


class Schedule:
    """The effects to come. While one runs, `moment` is its due time, however late it runs."""

    def __init__(self) -> None:
        self._heap: list[tuple[float, int, Callable[[], None]]] = []
        self._count = 0
        self.moment: float | None = None

    def at(self, moment: float, effect: Callable[[], None]) -> None:
        """Schedules `effect` for `moment`, in seconds since 1970."""
        self._count += 1
        heappush(self._heap, (moment, self._count, effect))

    def next(self) -> float | None:
        """Returns when the next effect is due, or None."""
        return self._heap[0][0] if self._heap else None

    def run(self, now: float) -> None:
        """Runs every effect due by `now`, including those that an effect schedules."""
        while self._heap and self._heap[0][0] <= now:
            self.moment, _, effect = heappop(self._heap)
            try:
                effect()
            finally:
                self.moment = None
