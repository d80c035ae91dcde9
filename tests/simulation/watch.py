"""What must hold at every single write of an order, not only at the end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from adapters.in_memory.stores.stored_order import StoredOrder
from domain.facts.payment import PaymentState
from domain.identifiers.types import OrderId, RefundId
from domain.orders.history import NO_HISTORY, Entry, EntryType
from domain.orders.holds import Hold
from domain.orders.order import Order
from domain.refunds.refund import RefundSource, RefundStatus, RequestState
from tests.world.world import World

_GIVEN_UP = (RefundStatus.FAILED, RefundStatus.CANCELED)


class WatchedTable(dict[OrderId, StoredOrder]):
    """The orders' place in the database, where every write that changes an order is looked at as it is done."""

    def __init__(self, watch: Callable[[StoredOrder | None, StoredOrder], None]) -> None:
        super().__init__()
        self._watch = watch

    def __setitem__(self, order_id: OrderId, stored: StoredOrder) -> None:
        before = self.get(order_id)
        super().__setitem__(order_id, stored)
        if before is None or before.order is not stored.order:
            self._watch(before, stored)


class Watch:
    """Collects a sentence for each write that breaks a promise."""

    def __init__(self, world: World) -> None:
        self.broken: list[str] = []
        self.keyless: set[RefundId] = set()
        self._world = world
        world.stores.order_table.stored = WatchedTable(self._written)

    def _written(self, before: StoredOrder | None, after: StoredOrder) -> None:
        entries = after.entries[len(before.entries) if before else 0 :]
        order = after.order
        if before is not None:
            self.broken += [f"{order.id}: {wrong}" for wrong in _changed(before.order, order, entries)]
        for entry in entries:
            if entry.type is EntryType.REFUND_REQUESTED:
                self.broken += [f"{order.id}: {wrong}" for wrong in self._reserved(before, order, entry)]

    def _reserved(self, before: StoredOrder | None, order: Order, entry: Entry) -> list[str]:
        wrong = []
        old = before.order if before else order
        refund_id = RefundId(str(entry.data["refundId"]))
        if any(dispute.forbids_refunds for dispute in old.disputes):
            wrong.append(f"{refund_id} was reserved although a dispute forbids it")
        if refund_id in self.keyless and any(refund.outcome_unknown for refund in old.requested_refunds):
            wrong.append(f"{refund_id} was asked without a key and reserved beside one with an unknown outcome")
        known = order.amount_refunded + order.amount_reserved
        if known > order.intent.captured:
            wrong.append(f"{refund_id} raises open and succeeded refunds to {known} of {order.intent.captured}")
        theirs = self._world.model.totals.refunds(order.intent.id or "")
        ours = {refund.metadata["till_refund_id"]: refund for refund in theirs if "till_refund_id" in refund.metadata}
        executed = sum(refund.amount for refund in ours.values() if refund.counts)
        waiting = sum(refund.amount for refund in order.refunds if _is_ours_alone(refund) and refund.id not in ours)
        if executed + waiting > order.intent.captured:
            wrong.append(f"{refund_id}: Till executed {executed} and reserves {waiting} of {order.intent.captured}")
        return wrong


def _is_ours_alone(refund: Any) -> bool:
    return bool(refund.source is RefundSource.TILL and refund.is_open and refund.stripe_refund_id is None)


def _bare(order: Order) -> Order:
    return replace(order, version=0, head=NO_HISTORY, changes=(), updated_at=order.created_at)


def _changed(old: Order, new: Order, entries: tuple[Entry, ...]) -> list[str]:
    wrong = []
    if new.version != old.version + 1:
        wrong.append(f"version {old.version} was followed by {new.version}")
    if _bare(old) == _bare(new) and entries:
        wrong.append(f"{', '.join(entry.type for entry in entries)} was recorded of no change")
    if _bare(old) != _bare(new) and not entries:
        wrong.append("something changed and nothing was recorded")
    asked = (old.lines, old.breakdown, old.currency, old.shipping_address, old.user_id, old.request_scope)
    if asked != (new.lines, new.breakdown, new.currency, new.shipping_address, new.user_id, new.request_scope):
        wrong.append("what was priced and asked for has changed")
    if old.intent.id is not None and new.intent.id != old.intent.id:
        wrong.append(f"its payment {old.intent.id} became {new.intent.id}")
    return wrong + _taken_back(old, new) + _sent(old, new)


def _taken_back(old: Order, new: Order) -> list[str]:
    wrong = []
    if old.intent.is_paid and not new.intent.is_paid:
        wrong.append(f"it was paid and became {new.intent.state}")
    if old.intent.state is PaymentState.CANCELED and not new.intent.is_final:
        wrong.append(f"it was canceled and became {new.intent.state}")
    holds = {hold.id: hold for hold in new.holds}
    for hold in old.holds:
        if hold.id not in holds:
            wrong.append(f"the hold for {hold.cause_id} vanished")
        elif not hold.is_open and holds[hold.id].is_open and not _reopened(new, hold):
            wrong.append(f"the hold for {hold.cause_id} was released and is open again")
    wrong += _refunds_taken_back(old, new)
    known = {dispute.id for dispute in new.disputes}
    wrong += [f"dispute {dispute.id} vanished" for dispute in old.disputes if dispute.id not in known]
    return wrong


def _reopened(order: Order, hold: Hold) -> bool:
    """Whether the dispute that the hold is for was opened again, or then lost, after the hold had ended by itself."""
    by_itself = hold.released_by is not None and not hold.released_by.startswith("admin:")
    return by_itself and any(dispute.id == hold.cause_id and not dispute.ended_well for dispute in order.disputes)


def _refunds_taken_back(old: Order, new: Order) -> list[str]:
    wrong = []
    refunds = {refund.id: refund for refund in new.refunds}
    for refund in old.refunds:
        then = refunds.get(refund.id)
        if then is None:
            wrong.append(f"refund {refund.id} vanished")
        elif then.amount != refund.amount:
            wrong.append(f"refund {refund.id} of {refund.amount} became one of {then.amount}")
        elif refund.stripe_refund_id and refund.status in _GIVEN_UP and then.status not in _GIVEN_UP:
            wrong.append(f"refund {refund.id} was {refund.status} at Stripe and became {then.status}")
        elif refund.status is RefundStatus.SUCCEEDED and then.is_open:
            wrong.append(f"refund {refund.id} had succeeded and became {then.status}")
    return wrong


def _sent(old: Order, new: Order) -> list[str]:
    """A refund that was never sent is not begun to be sent while a dispute forbids it."""
    wrong = []
    forbidding = any(dispute.forbids_refunds for dispute in old.disputes)
    for refund in old.requested_refunds if forbidding else ():
        then = new.requested_refund(refund.id)
        if then is None:
            continue
        if refund.request.state is RequestState.NOT_EXECUTED and then.request.state is RequestState.IN_FLIGHT:
            wrong.append(f"refund {refund.id} is first sent although a dispute forbids it")
    return wrong
