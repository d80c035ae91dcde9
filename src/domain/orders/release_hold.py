"""An operator releases a hold."""

from dataclasses import replace

from domain.errors.orders import HoldNotFound, HoldNotReleasable
from domain.identifiers.types import HoldId
from domain.orders.history import Attribution, EntryType
from domain.orders.holds import HoldReason
from domain.orders.order import Order


def release_hold(order: Order, hold_id: HoldId, note: str | None, by: Attribution) -> Order:
    """Returns the order with the hold released; one that was released before is left as it is.

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
    ended = replace(hold.ended(by), note=note)
    released = replace(order, holds=tuple(ended if each.id == hold_id else each for each in order.holds))
    return released.recording(
        EntryType.HOLD_RELEASED, by, {"holdId": hold_id, "reason": hold.reason, "causeId": hold.cause_id}
    )
