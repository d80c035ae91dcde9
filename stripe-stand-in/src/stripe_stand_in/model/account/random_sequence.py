"""Chance that repeats: a sequence that depends on nothing but its seed."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import TypeVar

Drawn = TypeVar("Drawn")


@dataclass(slots=True)
class Chance:
    """The same seed draws the same."""

    seed: int
    drawn: int = 0

    def fraction(self) -> float:
        """At least 0, less than 1."""
        self.drawn += 1
        digest = blake2b(f"chance:{self.seed}:{self.drawn}".encode(), digest_size=7).digest()
        return int.from_bytes(digest, "big") / float(1 << 56)

    def happens(self, probability: float) -> bool:
        """Whether something of this probability comes to pass."""
        return self.fraction() < probability

    def shuffled(self, stripe_objects: Sequence[Drawn]) -> list[Drawn]:
        """The things in a drawn order."""
        keyed = [(self.fraction(), place) for place in range(len(stripe_objects))]
        return [stripe_objects[place] for _, place in sorted(keyed)]
