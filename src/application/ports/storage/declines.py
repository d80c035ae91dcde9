"""How often a subject was declined."""

from datetime import datetime
from typing import Protocol

from domain.identifiers.types import UserId


class Declines(Protocol):
    """How often a subject was declined: card testing shows here. Every method raises `StoreUnavailable`."""

    async def since(self, user_id: UserId, moment: datetime) -> int:
        """Distinct declines of the user's payments and attached methods since then, in one round trip.

        Payments' declines are the orders' own record (`Intent.failures` with `declined`); each counts once.
        """

    async def record_attach(self, user_id: UserId, decline_id: str, at: datetime) -> None:
        """Remember that attaching a method was declined; the same `decline_id` counts once."""
