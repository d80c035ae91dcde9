"""How far each comparison with Stripe came."""

from datetime import datetime
from typing import Protocol


class Marks(Protocol):
    """How far a comparison came. Every method raises `StoreUnavailable`."""

    async def get(self, name: str) -> datetime | None:
        """The mark of that name."""

    async def move(self, name: str, to: datetime) -> None:
        """Set the mark, never backwards."""
