"""The machine's own randomness: the only place where it is read."""

import secrets
from random import SystemRandom
from typing import Any

from domain.identifiers.types import RequestScope

_CHANCE = SystemRandom()


class RandomRequestScopes:
    """Keeps the port `RequestScopes` with 256 random bits."""

    def fresh(self) -> RequestScope:
        return RequestScope(secrets.token_hex(32))


def shuffle(items: list[Any]) -> None:
    """Put a list into a random order, in place."""
    _CHANCE.shuffle(items)
