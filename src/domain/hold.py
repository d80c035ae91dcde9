"""Holds: reasons not to send the goods."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.identifiers import HoldId


class HoldReason(StrEnum):
    """What an order can be held for."""

    DISPUTE = "dispute"
    WARNING = "warning"
    REVIEW = "review"
    MISMATCH = "mismatch"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """A hold; one cause opens one hold on an order, ever."""

    id: HoldId
    reason: HoldReason
    cause_id: str
    opened_at: datetime
    released_at: datetime | None = None
    released_by: str | None = None
    note: str | None = None

    @property
    def is_open(self) -> bool:
        """Not released yet."""
        return self.released_at is None
