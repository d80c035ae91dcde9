"""Send a reserved refund to Stripe and record what came of it."""

from dataclasses import dataclass

from application.orders.change_order import apply_facts, change
from application.ports.storage.orders import Orders
from application.ports.stripe.failures import NotExecuted, OutcomeUnknown, Refused, StateConflict
from application.ports.stripe.refunds import Refunds
from application.ports.system.clock import Clock
from domain.identifiers.types import PaymentIntentId, RefundId
from domain.orders.history import Attribution
from domain.orders.order import Order
from domain.refunds.request import may_be_sent, refund_not_executed, refund_outcome_lost, refund_refused

ALREADY_REFUNDED = "already_refunded"
"""The failure reason of a refund of ours for which others left nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SendRefund:
    """The call and its outcome; the reserve was saved before, the key is the refund's own for ever."""

    orders: Orders
    refunds: Refunds
    clock: Clock

    async def __call__(self, order: Order, refund_id: RefundId, *, actor: str, cause: str) -> Order:
        """The order with the outcome, or with the refund left open for the worker; raises `StoreUnavailable` only."""
        refund = order.unsettled_refund(refund_id)
        by = Attribution(at=self.clock.now(), actor=actor, cause=cause)
        payment_intent_id = order.intent.id
        if refund is None or payment_intent_id is None or not may_be_sent(refund, by.at):
            return order
        try:
            fact = await self.refunds.send(refund.request.parameters, refund.key)
        except NotExecuted as turned_away:
            code = type(turned_away).__name__
            return await change(self.orders, order, lambda now: refund_not_executed(now, refund_id, code, by))
        except OutcomeUnknown:
            return await change(self.orders, order, lambda now: refund_outcome_lost(now, refund_id, by))
        except StateConflict:
            return await self._read(order, payment_intent_id, refund_id, by)
        except Refused as no:
            code = no.code or "refused"
            return await change(self.orders, order, lambda now: refund_refused(now, refund_id, code, by))
        return await apply_facts(self.orders, order, (fact,), by)

    async def _read(
        self, order: Order, payment_intent_id: PaymentIntentId, refund_id: RefundId, by: Attribution
    ) -> Order:
        try:
            facts = await self.refunds.of_payment(payment_intent_id)
        except (NotExecuted, OutcomeUnknown, Refused):
            return await change(self.orders, order, lambda now: refund_outcome_lost(now, refund_id, by))
        order = await apply_facts(self.orders, order, facts, by)
        return await change(self.orders, order, lambda now: refund_refused(now, refund_id, ALREADY_REFUNDED, by))
