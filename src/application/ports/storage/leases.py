"""Who alone may do something for a while, whatever number of processes there are."""

from datetime import datetime
from typing import Protocol


class Leases(Protocol):
    """Leases by name. Every method raises `StoreUnavailable`."""

    async def acquire(self, name: str, holder: str, now: datetime, until: datetime) -> bool:
        """Takes or renews the lease until then; False where another holder has one that has not lapsed."""

    async def release(self, name: str, holder: str) -> None:
        """Ends the holder's lease at once; one of another holder stays."""
