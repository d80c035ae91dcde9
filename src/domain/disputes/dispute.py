"""Disputes: what they forbid, and which of two accounts of one is the later."""

from dataclasses import dataclass
from enum import StrEnum

from domain.identifiers.types import DisputeId


class DisputeStatus(StrEnum):
    """Stripe's words."""

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
_ENDED_WELL = {DisputeStatus.WON, DisputeStatus.PREVENTED, DisputeStatus.WARNING_CLOSED}
_RANKS = {status: rank for rank, status in enumerate(DisputeStatus)}
_LOST_AGAIN = _RANKS[DisputeStatus.WARNING_CLOSED] - 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispute:
    """A dispute of an order's payment; `amount` in minor units of the dispute's own currency.

    `appealed` tells a loss after an appeal from the loss before it: Stripe names both `lost`.
    """

    id: DisputeId
    status: DisputeStatus
    amount: int
    reason: str
    refundable: bool
    appealed: bool = False

    @property
    def is_open(self) -> bool:
        """Undecided; an appeal counts."""
        return self.status in _OPEN

    @property
    def is_lost(self) -> bool:
        """Lost, and no appeal is under way."""
        return self.status is DisputeStatus.LOST

    @property
    def ended_well(self) -> bool:
        """Won, prevented, or an inquiry that was closed."""
        return self.status in _ENDED_WELL

    @property
    def forbids_refunds(self) -> bool:
        """A refund now could pay the shopper twice (docs.stripe.com/disputes)."""
        return self.is_lost or (self.is_open and not self.refundable)

    @property
    def rank(self) -> tuple[float, bool, int, str]:
        """What the later of two accounts is told by."""
        rank = _LOST_AGAIN if self.is_lost and self.appealed else _RANKS[self.status]
        return (rank, not self.refundable, self.amount, self.reason)

    def later_of(self, other: "Dispute") -> "Dispute":
        """The one of two accounts of this dispute that holds, whichever came first.

        Open < lost < appeal < lost on appeal < won; events come in any order, so rank decides and time doesn't.
        """
        return other if other.rank > self.rank else self
