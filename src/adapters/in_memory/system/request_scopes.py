"""Chance that can be repeated."""

import hashlib
from itertools import count

from domain.identifiers.types import RequestScope


class SeededRequestScopes:
    """Keeps the port `RequestScopes`: the same seed gives the same origins in the same order."""

    def __init__(self, seed: int = 0) -> None:
        self._seed = seed
        self._numbers = count(1)

    def fresh(self) -> RequestScope:
        return RequestScope(hashlib.sha256(f"{self._seed}:{next(self._numbers)}".encode()).hexdigest())
