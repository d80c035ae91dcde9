"""What ripens with the clock: effects that are due at a moment, run in order, as of their own moment."""

from collections.abc import Callable
from heapq import heappop, heappush


class Schedule:
    """Effects to come. While one runs, `moment` is the time it was due, however late it is run."""

    def __init__(self) -> None:
        self._heap: list[tuple[float, int, Callable[[], None]]] = []
        self._count = 0
        self.moment: float | None = None

    def at(self, moment: float, effect: Callable[[], None]) -> None:
        """Have `effect` run at `moment`."""
        self._count += 1
        heappush(self._heap, (moment, self._count, effect))

    def next(self) -> float | None:
        """When the next effect is due."""
        return self._heap[0][0] if self._heap else None

    def run(self, now: float) -> None:
        """Run all that is due by `now`, and what that makes due in turn."""
        while self._heap and self._heap[0][0] <= now:
            self.moment, _, effect = heappop(self._heap)
            try:
                effect()
            finally:
                self.moment = None
