"""Holds: reasons not to send the goods. One cause opens one hold on an order."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from domain.identifiers.types import HoldId
from domain.orders.history import Attribution


class HoldReason(StrEnum):
    """What an order can be held for."""

    DISPUTE = "dispute"
    WARNING = "warning"
    REVIEW = "review"
    RISK = "risk"
    MISMATCH = "mismatch"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """A hold of an order; `cause_id` is the id of what caused it, such as a dispute's."""

    id: HoldId
    reason: HoldReason
    cause_id: str
    opened_at: datetime
    released_at: datetime | None = None
    released_by: str | None = None
    note: str | None = None

    @property
    def is_open(self) -> bool:
        """Whether it was not released yet."""
        return self.released_at is None

    def reopened(self) -> "Hold":
        """Returns the hold open again; one that an operator released stays released."""
        if self.released_by is None or self.released_by.startswith("admin:"):
            return self
        return replace(self, released_at=None, released_by=None)

    def ended(self, by: Attribution) -> "Hold":
        """Returns the hold released; one that was released before is left as it is."""
        return replace(self, released_at=by.at, released_by=by.actor) if self.is_open else self
