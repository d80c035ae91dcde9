"""Opening and releasing holds: one cause, one hold, whatever order the news come in."""

from dataclasses import replace

from domain.errors import HoldNotFound, HoldNotReleasable
from domain.history import By, EntryType
from domain.hold import Hold, HoldReason
from domain.identifiers import HoldId, hold_id_from
from domain.order import Order


def held(order: Order, reason: HoldReason, cause_id: str, by: By) -> Order:
    """The order with this cause's hold; one that was ever opened, even if released, is left as it is."""
    hold_id = hold_id_from(order.id, reason, cause_id)
    if any(hold.id == hold_id for hold in order.holds):
        return order
    opened = Hold(id=hold_id, reason=reason, cause_id=cause_id, opened_at=by.at)
    return replace(order, holds=(*order.holds, opened))


def let_go(order: Order, reason: HoldReason, cause_id: str, by: By) -> Order:
    """The order with this cause's hold ended, because its cause ended well."""
    hold_id = hold_id_from(order.id, reason, cause_id)
    return replace(order, holds=tuple(_ended(hold, by) if hold.id == hold_id else hold for hold in order.holds))


def release_hold(order: Order, hold_id: HoldId, note: str | None, by: By) -> Order:
    """The order with a hold released by a person; one that was released before is left as it is.

    Raises `HoldNotFound`, or `HoldNotReleasable` while its dispute is open or while a mismatch still has captured money
    that was not refunded.
    """
    hold = next((hold for hold in order.holds if hold.id == hold_id), None)
    if hold is None:
        raise HoldNotFound(hold_id)
    if not hold.is_open:
        return order
    if any(dispute.id == hold.cause_id and dispute.is_open for dispute in order.disputes):
        raise HoldNotReleasable(hold_id, "its dispute is still open")
    if hold.reason is HoldReason.MISMATCH and order.intent.captured > order.amount_refunded:
        raise HoldNotReleasable(hold_id, "captured money that does not match the order was not refunded yet")
    ended = replace(_ended(hold, by), note=note)
    released = replace(order, holds=tuple(ended if each.id == hold_id else each for each in order.holds))
    return released.recording(
        EntryType.HOLD_RELEASED, by, {"holdId": hold_id, "reason": hold.reason, "causeId": hold.cause_id}
    )


def _ended(hold: Hold, by: By) -> Hold:
    return replace(hold, released_at=by.at, released_by=by.actor) if hold.is_open else hold
