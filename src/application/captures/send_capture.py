"""Send a recorded capture to Stripe and record what came of it."""

from dataclasses import dataclass

from application.orders.change_order import apply_facts, change
from application.ports.storage.orders import Orders
from application.ports.stripe.captures import Captures
from application.ports.stripe.failures import (
    KeyReused,
    NotExecuted,
    OutcomeUnknown,
    Refused,
    ReplayedFailure,
    StateConflict,
)
from application.ports.stripe.payments import Payments
from application.ports.system.clock import Clock
from domain.orders.history import Attribution
from domain.orders.order import Order
from domain.payments.request_capture import capture_key, capture_refused, capture_sent_again


@dataclass(frozen=True, slots=True, kw_only=True)
class SendCapture:
    """A payment is captured once at most, whatever is sent: after any trouble the same may be sent again."""

    orders: Orders
    captures: Captures
    payments: Payments
    clock: Clock

    async def __call__(self, order: Order, *, actor: str, cause: str) -> Order:
        """The order with the outcome, or with the capture left for the worker; raises what `Orders` raises, and what
        `Payments` raises where the payment has to be read."""
        capture, payment_intent_id = order.unsettled_capture, order.intent.id
        if capture is None or payment_intent_id is None:
            return order
        by = Attribution(at=self.clock.now(), actor=actor, cause=cause)
        try:
            seen = await self.captures.capture(payment_intent_id, capture.amount, capture_key(order, capture))
        except StateConflict:
            seen = await self.payments.show(payment_intent_id)
        except (KeyReused, ReplayedFailure):
            # The key answers the same for a day: the next try, which can't take more, has one of its own.
            return await change(self.orders, order, lambda now: capture_sent_again(now, new_key=True, by=by))
        except (NotExecuted, OutcomeUnknown):
            return order
        except Refused as refused:
            code = refused.code or "refused"
            return await change(self.orders, order, lambda now: capture_refused(now, code, by))
        return await apply_facts(self.orders, order, (seen.fact,), by)
