"""Injected webhook faults: events that are late, lost, repeated or out of order."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import TypeVar

from stripe_stand_in.model.account.random_sequence import RandomSequence

Item = TypeVar("Item")


@dataclass(slots=True)
class _EventFault:
    pattern: str
    delays: tuple[float, ...]
    times: int


@dataclass(slots=True)
class EventFaults:
    """Patterns are event types, `*` allowed (`refund.*`); each fault applies to the next `times` matching events."""

    sequence: RandomSequence
    _planned: list[_EventFault] = field(default_factory=list)
    _reordering: bool = False
    _lost: float = 0.0
    _late: float = 0.0
    _twice: float = 0.0
    _longest: float = 0.0

    def drop(self, pattern: str, times: int = 1) -> None:
        """Drops matching events; they can still be listed."""
        self._planned.append(_EventFault(pattern, (), times))

    def delay(self, pattern: str, seconds: float, times: int = 1) -> None:
        """Delivers matching events late."""
        self._planned.append(_EventFault(pattern, (seconds,), times))

    def repeat(self, pattern: str, copies: int = 2, times: int = 1, apart: float = 0.0) -> None:
        """Delivers the same event `copies` times, `apart` seconds between them."""
        self._planned.append(_EventFault(pattern, tuple(apart * each for each in range(copies)), times))

    def reorder(self, on: bool = True) -> None:
        """Delivers what is due in random order."""
        self._reordering = on

    def randomly(self, *, lost: float = 0.0, late: float = 0.0, twice: float = 0.0, longest: float = 60.0) -> None:
        """Applies faults at random: probabilities per event and endpoint, delays up to `longest` seconds."""
        self._lost, self._late, self._twice, self._longest = lost, late, twice, longest

    def clear(self) -> None:
        """Removes every planned and random fault."""
        self._planned.clear()
        self._reordering = False
        self.randomly()

    def delays(self, kind: str) -> tuple[float, ...]:
        """Returns the delay of each delivery of an event of this type; empty if the event is lost."""
        for fault in self._planned:
            if fault.times > 0 and fnmatchcase(kind, fault.pattern):
                fault.times -= 1
                return fault.delays
        if self._lost and self.sequence.occurs(self._lost):
            return ()
        copies = 2 if self._twice and self.sequence.occurs(self._twice) else 1
        late = self._late and self.sequence.occurs(self._late)
        return tuple(self.sequence.fraction() * self._longest if late else 0.0 for _ in range(copies))

    def shuffled(self, deliveries: Sequence[Item]) -> Sequence[Item]:
        """Returns the deliveries in the order in which they are to be sent."""
        return self.sequence.shuffled(deliveries) if self._reordering else deliveries
