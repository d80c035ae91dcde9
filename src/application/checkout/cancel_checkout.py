"""Cancel a checkout that its shopper no longer wants."""

from dataclasses import dataclass

from application.checkout.cancel_intent import CancelIntent
from application.checkout.errors import CheckoutAlreadyPaid
from application.checkout.show_payment import ShownPayment, shown
from application.orders.errors import NotFound
from application.orders.ownership import is_owner
from application.ports.storage.orders import Orders
from application.ports.stripe.payments import Payments
from domain.identifiers.types import OrderId, PaymentIntentId, UserId
from domain.payments.intent import Closing


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelCheckoutCommand:
    """Whose payment to cancel; `reason` is one of Stripe's four."""

    user_id: UserId
    only_order: OrderId | None = None
    payment_intent_id: PaymentIntentId
    reason: str | None
    actor: str
    cause: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelCheckout:
    """Canceling twice is no error; canceling what is paid or being paid is."""

    orders: Orders
    payments: Payments
    cancel_intent: CancelIntent

    async def __call__(self, command: CancelCheckoutCommand) -> ShownPayment:
        """Raises `NotFound`, `CheckoutAlreadyPaid`, and what `Payments` raises."""
        order = await self.orders.by_intent(command.payment_intent_id)
        if order is None or not is_owner(order, command.user_id, command.only_order):
            raise NotFound("payment")
        order, status = await self.cancel_intent(
            order, Closing.REQUESTED, reason=command.reason, actor=command.actor, cause=command.cause
        )
        if status != "canceled":
            raise CheckoutAlreadyPaid(order.id, status)
        return shown(order, await self.payments.show(command.payment_intent_id), command.user_id)
