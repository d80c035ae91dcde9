"""Cancel an order's intent: at Stripe first, here only once Stripe has said so."""

from dataclasses import dataclass

from application.checkout.create_intent import CreateIntent
from application.checkout.errors import PaymentClosed
from application.orders.change_order import apply_facts, change
from application.ports.storage.orders import Orders
from application.ports.stripe.failures import AmountRefused, Refused, StateConflict
from application.ports.stripe.payments import Payments
from application.ports.system.clock import Clock
from domain.facts.payment import PaymentState
from domain.orders.history import Attribution
from domain.orders.order import Order
from domain.payments.checkout import cancellation_requested, close_unrequested
from domain.payments.intent import CaptureMethod, Closing

_NOT_OURS_TO_CANCEL = (PaymentState.SUCCEEDED, PaymentState.PROCESSING)


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelIntent:
    """Shared by a request, a replacement and expiry; leaves a payment in progress alone, which Stripe might cancel.

    An authorized payment is voided on an admin's or the shop's request alone.
    """

    orders: Orders
    payments: Payments
    create_intent: CreateIntent
    clock: Clock

    async def __call__(
        self, order: Order, why: Closing, *, reason: str | None, actor: str, cause: str
    ) -> tuple[Order, str]:
        """The order as it then is, and Stripe's status of its intent: `canceled`, or what forbade it.

        Raises what `Payments` raises; a retry, the webhook or the worker then ends it.
        """
        by = Attribution(at=self.clock.now(), actor=actor, cause=cause)
        if not order.intent.is_requested:
            order = await change(self.orders, order, lambda current: close_unrequested(current, why, by))
        if order.intent.is_final:
            return order, order.intent.state
        try:
            order, seen = await self.create_intent(order, actor=actor, cause=cause)
        except (PaymentClosed, AmountRefused, Refused):
            order = await self.orders.get(order.id) or order
            if not order.intent.is_final:
                raise
            # It can have no intent any more, which is as good as a canceled one.
            return order, order.intent.state
        if seen.fact.state is PaymentState.CANCELED or _must_stay(order, seen.fact.state, why):
            return await apply_facts(self.orders, order, (seen.fact,), by), seen.status
        order = await change(self.orders, order, lambda current: cancellation_requested(current, why, by))
        try:
            seen = await self.payments.cancel(seen.id, reason)
        except StateConflict:
            seen = await self.payments.show(seen.id)
        return await apply_facts(self.orders, order, (seen.fact,), by), seen.status


def _must_stay(order: Order, state: PaymentState, why: Closing) -> bool:
    """Whether the payment is left alone: money that is held for an order is released for an admin or the shop alone."""
    is_held = state is PaymentState.UNCAPTURED and order.capture_method is CaptureMethod.MANUAL
    return state in _NOT_OURS_TO_CANCEL or (is_held and why is not Closing.VOIDED)
