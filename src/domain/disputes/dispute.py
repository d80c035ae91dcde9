"""Disputes: what they forbid, their deadlines, and which of two reports of one holds."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from domain.identifiers.types import DisputeId


class DisputeStatus(StrEnum):
    """Stripe's dispute statuses, by rank."""

    WARNING_NEEDS_RESPONSE = "warning_needs_response"
    WARNING_UNDER_REVIEW = "warning_under_review"
    NEEDS_RESPONSE = "needs_response"
    UNDER_REVIEW = "under_review"
    LOST = "lost"
    APPEAL_NEEDS_RESPONSE = "appeal_needs_response"
    APPEAL_UNDER_REVIEW = "appeal_under_review"
    WARNING_CLOSED = "warning_closed"
    PREVENTED = "prevented"
    WON = "won"


_OPEN = {
    DisputeStatus.WARNING_NEEDS_RESPONSE,
    DisputeStatus.WARNING_UNDER_REVIEW,
    DisputeStatus.NEEDS_RESPONSE,
    DisputeStatus.UNDER_REVIEW,
    DisputeStatus.APPEAL_NEEDS_RESPONSE,
    DisputeStatus.APPEAL_UNDER_REVIEW,
}
_INQUIRIES = {DisputeStatus.WARNING_NEEDS_RESPONSE, DisputeStatus.WARNING_UNDER_REVIEW}
_NEED_RESPONSE = {
    DisputeStatus.WARNING_NEEDS_RESPONSE,
    DisputeStatus.NEEDS_RESPONSE,
    DisputeStatus.APPEAL_NEEDS_RESPONSE,
}
_ENDED_WELL = {DisputeStatus.WON, DisputeStatus.PREVENTED, DisputeStatus.WARNING_CLOSED}
_RANKS = {status: rank for rank, status in enumerate(DisputeStatus)}
_LOST_AGAIN = _RANKS[DisputeStatus.WARNING_CLOSED] - 0.5


REMINDER_HOURS = (72, 24)
"""So long before a deadline the operator is reminded of a dispute that still asks for an answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispute:
    """A dispute of an order's payment; `amount` in minor units of the dispute's own `currency`.

    `appealed` distinguishes a loss after an appeal from the loss before it: Stripe calls both `lost`. `due_by` is the
    deadline of the shop's answer, `reminded_hours` the latest of `REMINDER_HOURS` that was sent. `read_at` is when the
    dispute was last read by id and found to differ.
    """

    id: DisputeId
    status: DisputeStatus
    amount: int
    currency: str | None = None
    reason: str
    refundable: bool
    appealed: bool = False
    opened_at: datetime | None = None
    due_by: datetime | None = None
    reminded_hours: int | None = None
    read_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        """Whether it is undecided; an appeal counts."""
        return self.status in _OPEN

    @property
    def needs_response(self) -> bool:
        """Whether the shop can still answer it."""
        return self.status in _NEED_RESPONSE

    @property
    def is_lost(self) -> bool:
        """Whether it is lost and no appeal is under way."""
        return self.status is DisputeStatus.LOST

    @property
    def ended_well(self) -> bool:
        """Whether it was won, prevented, or an inquiry that was closed."""
        return self.status in _ENDED_WELL

    @property
    def forbids_refunds(self) -> bool:
        """Whether a refund now could pay the shopper twice (docs.stripe.com/disputes)."""
        return self.is_lost or (self.is_open and not self.refundable)

    @property
    def next_reminder_at(self) -> datetime | None:
        """When the operator is next reminded of the deadline."""
        if self.due_by is None or not self.needs_response:
            return None
        sent = self.reminded_hours
        hours = next((hours for hours in REMINDER_HOURS if sent is None or hours < sent), None)
        return self.due_by - timedelta(hours=hours) if hours else None

    @property
    def rank(self) -> tuple[float, bool, int, str, bool, datetime]:
        """Orders reports of one dispute, whichever arrives first."""
        rank = _LOST_AGAIN if self.is_lost and self.appealed else _RANKS[self.status]
        due_by = self.due_by or datetime.min.replace(tzinfo=UTC)
        return (rank, not self.refundable, self.amount, self.reason, self.opened_at is not None, due_by)

    def later_of(self, other: "Dispute") -> "Dispute":
        """The one of two reports of this dispute that holds.

        Events come in any order, so rank decides between them: open < lost < appeal < lost on appeal < won. A read by
        id is how the dispute is now: the later read wins over any rank.
        """
        if other.read_at is None:
            return other if other.rank > self.rank else self
        if self.read_at is not None and other.read_at < self.read_at:
            return self
        return replace(other, appealed=other.appealed or self.appealed)

    def is_contradicted_by(self, other: "Dispute") -> bool:
        """Whether another report may be older or newer than this one, so that only a read by id can decide.

        An inquiry that is escalated after it was closed keeps its id and asks again. A read by id that differs is
        doubtful too, for an event may have come since.
        """
        if other.status is self.status:
            return False
        if other.read_at is not None:
            return True
        closed_before = other.status is DisputeStatus.WARNING_CLOSED and self.status not in _INQUIRIES
        return closed_before or self.read_at is not None or other.rank < self.rank

    def reminded_by(self, now: datetime) -> "Dispute":
        """Returns the dispute with every reminder that is due by now counted as sent."""
        due_by = self.due_by
        due = [hours for hours in REMINDER_HOURS if due_by is not None and now >= due_by - timedelta(hours=hours)]
        return replace(self, reminded_hours=min(due)) if due else self
