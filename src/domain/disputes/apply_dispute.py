"""How disputes, warnings and reviews change an order: each holds it, by its own cause, once."""

from dataclasses import replace

from domain.disputes.dispute import Dispute
from domain.disputes.review import APPROVED, Review
from domain.facts.dispute import DisputeFact, ReviewFact, WarningFact
from domain.orders.history import Attribution, EntryType
from domain.orders.holds import HoldReason
from domain.orders.order import Order


def apply_dispute(order: Order, fact: DisputeFact, by: Attribution) -> Order:
    """A dispute holds the order; it lets go by itself only where it ended well."""
    told = Dispute(
        id=fact.dispute_id,
        status=fact.status,
        amount=fact.amount,
        reason=fact.reason,
        refundable=fact.refundable,
        appealed=fact.appealed,
    )
    known = next((dispute for dispute in order.disputes if dispute.id == told.id), None)
    dispute = told if known is None else known.later_of(told)
    if dispute == known:
        return order
    others = tuple(each for each in order.disputes if each.id != dispute.id)
    changed = replace(order, disputes=(*others, dispute)).with_hold(HoldReason.DISPUTE, dispute.id, by)
    if dispute.ended_well:
        changed = changed.with_hold_ended(HoldReason.DISPUTE, dispute.id, by)
    return changed.recording(
        _told(dispute, is_new=known is None),
        by,
        {"disputeId": dispute.id, "status": dispute.status, "amount": dispute.amount, "reason": dispute.reason},
    )


def apply_warning(order: Order, fact: WarningFact, by: Attribution) -> Order:
    """A warning holds the order until a person has looked."""
    changed = order.with_hold(HoldReason.WARNING, fact.warning_id, by)
    if changed == order:
        return order
    return changed.recording(EntryType.FRAUD_WARNED, by, {"warningId": fact.warning_id, "fraudType": fact.fraud_type})


def apply_review(order: Order, fact: ReviewFact, by: Attribution) -> Order:
    """A review holds the order; only its approval lets go by itself."""
    known = next((review for review in order.reviews if review.id == fact.review_id), None)
    if known is not None and (known.closed_reason is not None or fact.closed_reason is None):
        return order
    review = Review(id=fact.review_id, opened_reason=fact.opened_reason, closed_reason=fact.closed_reason)
    others = tuple(each for each in order.reviews if each.id != review.id)
    changed = replace(order, reviews=(*others, review)).with_hold(HoldReason.REVIEW, review.id, by)
    told = EntryType.REVIEW_OPENED if review.closed_reason is None else EntryType.REVIEW_CLOSED
    if review.closed_reason == APPROVED:
        changed = changed.with_hold_ended(HoldReason.REVIEW, review.id, by)
        told = EntryType.REVIEW_APPROVED
    return changed.recording(told, by, {"reviewId": review.id, "reason": review.closed_reason or review.opened_reason})


def _told(dispute: Dispute, *, is_new: bool) -> EntryType:
    if dispute.ended_well:
        return EntryType.DISPUTE_ENDED
    if dispute.is_lost:
        return EntryType.DISPUTE_LOST
    return EntryType.DISPUTE_OPENED if is_new else EntryType.DISPUTE_UPDATED
