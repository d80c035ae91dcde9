"""How disputes, warnings and reviews change an order: each holds it, by its own cause, once."""

from dataclasses import replace

from domain.disputes.dispute import Dispute
from domain.disputes.review import APPROVED, Review
from domain.facts.dispute import DisputeFact, ReviewFact, WarningFact
from domain.orders.history import Attribution, EntryType, Value
from domain.orders.holds import HoldReason
from domain.orders.order import Order


def apply_dispute(order: Order, fact: DisputeFact, by: Attribution) -> Order:
    """Returns the order with the dispute as the fact reports it, held until the dispute ends well.

    A dispute that is reported again after it ended well holds the order again, unless an operator had released it.
    """
    reported = _reported(fact)
    known = _known(order, fact)
    dispute = reported.reminded_by(by.at) if known is None else _merged(known, reported, by)
    if known is not None and dispute in (known, replace(known, read_at=dispute.read_at)):
        return order
    others = tuple(each for each in order.disputes if each.id != dispute.id)
    changed = replace(order, disputes=(*others, dispute)).with_hold(HoldReason.DISPUTE, dispute.id, by)
    if dispute.ended_well:
        changed = changed.with_hold_ended(HoldReason.DISPUTE, dispute.id, by)
    elif known is not None and known.ended_well:
        changed = changed.with_hold_reopened(HoldReason.DISPUTE, dispute.id)
    data: dict[str, Value] = {
        "disputeId": dispute.id,
        "status": dispute.status,
        "amount": dispute.amount,
        "reason": dispute.reason,
    }
    if dispute.due_by is not None:
        data["dueBy"] = dispute.due_by.isoformat(timespec="seconds")
    return changed.recording(_entry_type(dispute, known), by, data)


def is_contradicted(order: Order, fact: DisputeFact) -> bool:
    """Whether only a read by id shows if the fact is older or newer than what the order has of its dispute."""
    known = _known(order, fact)
    return known is not None and known.is_contradicted_by(_reported(fact))


def remind_of_disputes(order: Order, by: Attribution) -> Order:
    """Returns the order with each reminder recorded that is due for a dispute which still asks for an answer."""
    for dispute in order.disputes:
        due_at = dispute.next_reminder_at
        if due_at is None or by.at < due_at or dispute.due_by is None:
            continue
        reminded = tuple(each.reminded_by(by.at) if each.id == dispute.id else each for each in order.disputes)
        order = replace(order, disputes=reminded)
        if by.at < dispute.due_by:
            order = order.recording(
                EntryType.DISPUTE_DEADLINE_NEAR,
                by,
                {"disputeId": dispute.id, "dueBy": dispute.due_by.isoformat(timespec="seconds")},
            )
        else:
            order = order.recording(EntryType.DISPUTE_DEADLINE_PASSED, by, {"disputeId": dispute.id})
    return order


def apply_warning(order: Order, fact: WarningFact, by: Attribution) -> Order:
    """Returns the order held for the warning, until an operator releases it."""
    changed = order.with_hold(HoldReason.WARNING, fact.warning_id, by)
    if changed == order:
        return order
    return changed.recording(EntryType.FRAUD_WARNED, by, {"warningId": fact.warning_id, "fraudType": fact.fraud_type})


def apply_review(order: Order, fact: ReviewFact, by: Attribution) -> Order:
    """Returns the order held for the review; only an approval ends the hold by itself."""
    known = next((review for review in order.reviews if review.id == fact.review_id), None)
    if known is not None and (known.closed_reason is not None or fact.closed_reason is None):
        return order
    review = Review(id=fact.review_id, opened_reason=fact.opened_reason, closed_reason=fact.closed_reason)
    others = tuple(each for each in order.reviews if each.id != review.id)
    changed = replace(order, reviews=(*others, review)).with_hold(HoldReason.REVIEW, review.id, by)
    entry_type = EntryType.REVIEW_OPENED if review.closed_reason is None else EntryType.REVIEW_CLOSED
    if review.closed_reason == APPROVED:
        changed = changed.with_hold_ended(HoldReason.REVIEW, review.id, by)
        entry_type = EntryType.REVIEW_APPROVED
    return changed.recording(
        entry_type, by, {"reviewId": review.id, "reason": review.closed_reason or review.opened_reason}
    )


def _reported(fact: DisputeFact) -> Dispute:
    return Dispute(
        id=fact.dispute_id,
        status=fact.status,
        amount=fact.amount,
        currency=fact.currency,
        reason=fact.reason,
        refundable=fact.refundable,
        appealed=fact.appealed,
        opened_at=fact.opened_at,
        due_by=fact.due_by,
        read_at=fact.read_at,
    )


def _known(order: Order, fact: DisputeFact) -> Dispute | None:
    return next((dispute for dispute in order.disputes if dispute.id == fact.dispute_id), None)


def _merged(known: Dispute, reported: Dispute, by: Attribution) -> Dispute:
    dispute = known.later_of(reported)
    if dispute is known:
        return known
    if dispute.due_by == known.due_by:
        return replace(dispute, reminded_hours=known.reminded_hours)
    return dispute.reminded_by(by.at)


def _entry_type(dispute: Dispute, known: Dispute | None) -> EntryType:
    if dispute.ended_well:
        return EntryType.DISPUTE_ENDED
    if dispute.is_lost:
        return EntryType.DISPUTE_LOST
    return EntryType.DISPUTE_OPENED if known is None or known.ended_well else EntryType.DISPUTE_UPDATED
