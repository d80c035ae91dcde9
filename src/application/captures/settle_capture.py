"""End a capture whose outcome is not known: look at the payment, and send the same again while it is not taken."""

from dataclasses import dataclass

from application.captures.send_capture import SendCapture
from application.orders.change_order import apply_facts, change
from application.ports.storage.orders import Orders
from application.ports.stripe.payments import Payments
from application.ports.system.clock import Clock
from domain.orders.history import Attribution
from domain.orders.order import Order
from domain.payments.request_capture import capture_overdue, capture_sent_again


@dataclass(frozen=True, slots=True, kw_only=True)
class SettleCapture:
    """For the worker, and for a caller who repeats a capture."""

    orders: Orders
    payments: Payments
    send_capture: SendCapture
    clock: Clock

    async def __call__(self, order: Order, *, cause: str, actor: str = "till") -> Order:
        """Raises what `Payments` and `Orders` raise; the capture then stays as it is, for the next time."""
        payment_intent_id = order.intent.id
        if order.unsettled_capture is None or payment_intent_id is None:
            return order
        by = Attribution(at=self.clock.now(), actor=actor, cause=cause)
        order = await change(self.orders, order, lambda now: capture_overdue(now, by))
        seen = await self.payments.show(payment_intent_id)
        order = await apply_facts(self.orders, order, (seen.fact,), by)
        if order.unsettled_capture is None:
            return order
        order = await change(self.orders, order, lambda now: capture_sent_again(now, new_key=False, by=by))
        return await self.send_capture(order, actor=actor, cause=cause)
