"""How far each comparison with Stripe came."""

from datetime import datetime, timedelta
from typing import Protocol


class Marks(Protocol):
    """How far a comparison came. Every method raises `StoreUnavailable`."""

    async def get(self, name: str) -> datetime | None:
        """The mark of that name."""

    async def move(self, name: str, to: datetime) -> None:
        """Set the mark, never backwards."""

    async def place(self, name: str) -> str | None:
        """Returns where an interrupted comparison continues."""

    async def keep_place(self, name: str, place: str | None) -> None:
        """Stores where the comparison continues if it is interrupted; None once it is complete."""

    async def claim(self, name: str, now: datetime, lease: timedelta) -> bool:
        """Moves the mark to the end of the lease and returns True, unless it is later than `now`: then False.

        Of several callers at once one claims it.
        """
