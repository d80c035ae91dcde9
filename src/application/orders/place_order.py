"""Place the order of a payment that succeeded: the browser's way of telling, beside Stripe's webhook."""

from dataclasses import dataclass

from application.orders.change_order import change
from application.orders.errors import NotFound, PaymentNotSucceeded
from application.orders.ownership import is_owner
from application.ports.storage.orders import Orders
from application.ports.stripe.payments import Payments
from application.ports.system.clock import Clock
from domain.identifiers.types import OrderId, PaymentIntentId, UserId
from domain.orders.apply_fact import apply_fact
from domain.orders.history import Attribution
from domain.orders.order import Order, OrderStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceOrderCommand:
    """Who asks for the order of which payment."""

    user_id: UserId
    only_order: OrderId | None = None
    payment_intent_id: PaymentIntentId
    actor: str
    cause: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedOrder:
    """The paid order; `confirmed_now` where this call is what confirmed it."""

    order: Order
    confirmed_now: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceOrder:
    """Believes Stripe, never the browser; asks Stripe nothing where the webhooks of payment and charge came first."""

    orders: Orders
    payments: Payments
    clock: Clock

    async def __call__(self, command: PlaceOrderCommand) -> PlacedOrder:
        """Raises `NotFound`, `PaymentNotSucceeded`, and what `Payments` and `Orders` raise."""
        order = await self.orders.by_intent(command.payment_intent_id)
        if order is None or not is_owner(order, command.user_id, command.only_order):
            raise NotFound("payment")
        if _is_placed(order) and not order.awaits_risk:
            return PlacedOrder(order=order, confirmed_now=False)
        seen = await self.payments.show(command.payment_intent_id)
        by = Attribution(at=self.clock.now(), actor=command.actor, cause=command.cause)
        was_placed = False

        def placed(current: Order) -> Order:
            nonlocal was_placed
            was_placed = _is_placed(current)
            return apply_fact(current, seen.fact, by)

        order = await change(self.orders, order, placed)
        if not _is_placed(order):
            raise PaymentNotSucceeded(order.id, seen.status)
        return PlacedOrder(order=order, confirmed_now=not was_placed and order.status is OrderStatus.CONFIRMED)


def _is_placed(order: Order) -> bool:
    return order.intent.is_paid or order.is_authorized
