"""Webhook trouble on demand: events that are late, lost, doubled or out of order."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import TypeVar

from stripe_stand_in.model.account.random_sequence import Chance

Sent = TypeVar("Sent")


@dataclass(slots=True)
class _Trouble:
    pattern: str
    journeys: tuple[float, ...]
    times: int


@dataclass(slots=True)
class EventFaults:
    """Patterns are event types, `*` allowed (`refund.*`); each trouble befalls the next `times` events it fits."""

    chance: Chance
    _troubles: list[_Trouble] = field(default_factory=list)
    _reordering: bool = False
    _lost: float = 0.0
    _late: float = 0.0
    _twice: float = 0.0
    _longest: float = 0.0

    def drop(self, pattern: str, times: int = 1) -> None:
        """Never deliver; the event can still be listed."""
        self._troubles.append(_Trouble(pattern, (), times))

    def delay(self, pattern: str, seconds: float, times: int = 1) -> None:
        """Deliver late."""
        self._troubles.append(_Trouble(pattern, (seconds,), times))

    def repeat(self, pattern: str, copies: int = 2, times: int = 1, apart: float = 0.0) -> None:
        """Deliver the same event `copies` times, `apart` seconds between them."""
        self._troubles.append(_Trouble(pattern, tuple(apart * each for each in range(copies)), times))

    def reorder(self, on: bool = True) -> None:
        """Hand out what is due in an order drawn anew each time."""
        self._reordering = on

    def randomly(self, *, lost: float = 0.0, late: float = 0.0, twice: float = 0.0, longest: float = 60.0) -> None:
        """Let chance do it: probabilities per event and endpoint, delays up to `longest` seconds."""
        self._lost, self._late, self._twice, self._longest = lost, late, twice, longest

    def calm(self) -> None:
        """No trouble from here on."""
        self._troubles.clear()
        self._reordering = False
        self.randomly()

    def journeys(self, kind: str) -> tuple[float, ...]:
        """The delays of the deliveries an event of this type is given; none if it is lost."""
        for trouble in self._troubles:
            if trouble.times > 0 and fnmatchcase(kind, trouble.pattern):
                trouble.times -= 1
                return trouble.journeys
        if self._lost and self.chance.happens(self._lost):
            return ()
        copies = 2 if self._twice and self.chance.happens(self._twice) else 1
        late = self._late and self.chance.happens(self._late)
        return tuple(self.chance.fraction() * self._longest if late else 0.0 for _ in range(copies))

    def shuffled(self, deliveries: Sequence[Sent]) -> Sequence[Sent]:
        """The deliveries in the order they are to be sent."""
        return self.chance.shuffled(deliveries) if self._reordering else deliveries
