"""Repeatable random numbers: a sequence that depends on its seed alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import TypeVar

Item = TypeVar("Item")


@dataclass(slots=True)
class RandomSequence:
    """Random numbers that are the same for the same seed."""

    seed: int
    count: int = 0

    def fraction(self) -> float:
        """Returns the next number, at least 0 and less than 1."""
        self.count += 1
        digest = blake2b(f"chance:{self.seed}:{self.count}".encode(), digest_size=7).digest()
        return int.from_bytes(digest, "big") / float(1 << 56)

    def occurs(self, probability: float) -> bool:
        """Returns True with the given probability."""
        return self.fraction() < probability

    def shuffled(self, stripe_objects: Sequence[Item]) -> list[Item]:
        """Returns the items in random order."""
        keyed = [(self.fraction(), position) for position in range(len(stripe_objects))]
        return [stripe_objects[position] for _, position in sorted(keyed)]
