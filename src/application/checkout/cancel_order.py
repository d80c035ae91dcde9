"""Cancel an order: its payment at Stripe first, also where that was authorized."""

from dataclasses import dataclass

from application.checkout.cancel_intent import CancelIntent
from application.checkout.errors import CheckoutAlreadyPaid
from application.orders.errors import NotFound
from application.ports.storage.orders import Orders
from domain.errors.captures import AlreadyCaptured
from domain.identifiers.order_number import order_id_of
from domain.orders.order import Order
from domain.payments.intent import Closing


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelOrderCommand:
    """Which order to cancel, by its id or number, for an admin or the shop."""

    order: str
    actor: str
    cause: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelOrder:
    """Releases what is authorized; what was taken can only be given back."""

    orders: Orders
    cancel_intent: CancelIntent

    async def __call__(self, command: CancelOrderCommand) -> Order:
        """Raises `NotFound`, `AlreadyCaptured`, `CheckoutAlreadyPaid` while the payment is processing, and what
        `Payments` raises; an order that was canceled before is left as it is."""
        order_id = order_id_of(command.order)
        order = await self.orders.get(order_id) if order_id else None
        if order is None:
            raise NotFound("order")
        order, status = await self.cancel_intent(
            order, Closing.VOIDED, reason=None, actor=command.actor, cause=command.cause
        )
        if order.intent.is_paid:
            raise AlreadyCaptured(order.id)
        if status != "canceled":
            raise CheckoutAlreadyPaid(order.id, status)
        return order
