"""Remembers what a caller's key was answered, so that a request sent twice has its effect once."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Protocol, TypeAlias

LEASE: Final = timedelta(seconds=10)
"""How long a claim stands without being renewed: short, so that a key whose process died can soon be resumed."""

KEPT: Final = timedelta(hours=25)
"""How long an answer is kept: the promised day, and an hour for clocks and sweepers that differ."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fresh:
    """The key is the caller's to work under. `turn` distinguishes this claim from an earlier one that lapsed."""

    turn: int


@dataclass(frozen=True, slots=True, kw_only=True)
class InFlight:
    """Another request works under the key; it may be over in `retry_after` whole seconds."""

    retry_after: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Completed:
    """The key was answered: `body` is the JSON text of that answer, without what may not be stored."""

    status: int
    body: str


@dataclass(frozen=True, slots=True)
class Reused:
    """The key came with another body before."""


Claim: TypeAlias = Fresh | InFlight | Completed | Reused


class IdempotencyKeys(Protocol):
    """One record a scope (a hash of subject, method, path and key); `digest` is a hash of the body.

    Every method raises StoreUnavailable when the records can't be reached. All are safe to repeat.
    """

    async def claim(self, scope: str, digest: str, now: datetime) -> Claim:
        """Takes the key for LEASE, or returns why it can't be taken. A claim whose lease lapsed is taken over."""
        ...

    async def renew(self, scope: str, turn: int, now: datetime) -> None:
        """Extends a claim that is still this turn's by LEASE from now."""
        ...

    async def complete(self, scope: str, turn: int, status: int, body: str, now: datetime) -> None:
        """Keeps the answer of a claim that is still this turn's for KEPT."""
        ...

    async def release(self, scope: str, turn: int) -> None:
        """Forgets a claim that is still this turn's, as if the key had never been used."""
        ...
