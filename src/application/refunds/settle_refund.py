"""Settle a refund whose outcome is not known: look, send the same again, or prove that it was never executed."""

from dataclasses import dataclass

from application.orders.change_order import apply_facts, change
from application.ports.storage.orders import Orders
from application.ports.stripe.refunds import Refunds
from application.ports.system.clock import Clock
from application.refunds.send_to_stripe import SendRefund
from domain.identifiers.types import RefundId
from domain.orders.history import Attribution
from domain.orders.order import Order
from domain.refunds.request import (
    is_never_executed,
    may_be_sent,
    refund_outcome_lost,
    refund_overdue,
    refund_refused,
    refund_sent_again,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SettleRefund:
    """Settles a refund that was reserved before, for the worker or for a caller who repeats the request."""

    orders: Orders
    refunds: Refunds
    send_refund: SendRefund
    clock: Clock

    async def __call__(self, order: Order, refund_id: RefundId, *, cause: str, actor: str = "till") -> Order:
        """Returns the order with what is now known. Raises what `Refunds` and `Orders` raise; the refund then stays."""
        by = Attribution(at=self.clock.now(), actor=actor, cause=cause)
        refund = order.unsettled_refund(refund_id)
        payment_intent_id = order.intent.id
        if refund is None or payment_intent_id is None:
            return order
        if refund.is_unexecuted:
            return await self._first_send(order, refund_id, by)
        order = await change(
            self.orders, order, lambda now: refund_overdue(refund_outcome_lost(now, refund_id, by), refund_id, by)
        )
        order = await apply_facts(self.orders, order, await self.refunds.of_payment(payment_intent_id), by)
        refund = order.unsettled_refund(refund_id)
        if refund is None:
            return order
        if may_be_sent(refund, by.at):
            order = await change(self.orders, order, lambda now: refund_sent_again(now, refund_id, by))
            return await self.send_refund(order, refund_id, actor=by.actor, cause=cause)
        if is_never_executed(refund, by.at):
            return await change(self.orders, order, lambda now: refund_refused(now, refund_id, "never_executed", by))
        return order

    async def _first_send(self, order: Order, refund_id: RefundId, by: Attribution) -> Order:
        sending = False

        def checked(now: Order) -> Order:
            nonlocal sending
            sending = False
            refund = now.unsettled_refund(refund_id)
            if refund is None or not refund.is_unexecuted:
                # Another process has sent it meanwhile: that one records the outcome, or the worker finds it.
                return now
            now = refund_overdue(now, refund_id, by)
            if any(dispute.forbids_refunds for dispute in now.disputes):
                return refund_refused(now, refund_id, "payment_disputed", by)
            if not may_be_sent(refund, by.at):
                return refund_refused(now, refund_id, "never_executed", by)
            sending = True
            return refund_sent_again(now, refund_id, by)

        order = await change(self.orders, order, checked)
        return await self.send_refund(order, refund_id, actor=by.actor, cause=by.cause) if sending else order
