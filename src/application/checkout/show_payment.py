"""Show a payment as Stripe has it right now."""

from dataclasses import dataclass, replace

from application.orders.errors import NotFound
from application.orders.ownership import is_owner
from application.ports.storage.orders import Orders
from application.ports.stripe.payments import NextAction, Payments, PaymentSnapshot
from domain.facts.payment import PaymentState
from domain.identifiers.types import OrderId, PaymentIntentId, UserId
from domain.orders.order import Order

_PAYABLE = (PaymentState.PENDING, PaymentState.FAILED, PaymentState.REQUIRES_ACTION)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownPayment:
    """A payment for one viewer: the client secret, and the address of a bank's page that holds it, are there for its
    owner alone, and only while it can be paid."""

    seen: PaymentSnapshot
    order_id: OrderId
    client_secret: str | None
    next_action: NextAction | None

    def __repr__(self) -> str:
        """Without the client secret."""
        return f"ShownPayment({self.order_id}, {self.seen.status})"


def shown(order: Order, seen: PaymentSnapshot, viewer: UserId) -> ShownPayment:
    """What a viewer may see of an order's payment."""
    may_pay = order.user_id == viewer and seen.fact.state in _PAYABLE
    action = seen.next_action if may_pay or seen.next_action is None else replace(seen.next_action, redirect_url=None)
    return ShownPayment(
        seen=seen, order_id=order.id, client_secret=seen.client_secret if may_pay else None, next_action=action
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowPayment:
    """Reads from Stripe at each call."""

    orders: Orders
    payments: Payments

    async def __call__(
        self,
        payment_intent_id: PaymentIntentId,
        *,
        user_id: UserId,
        is_admin: bool,
        only_order: OrderId | None = None,
    ) -> ShownPayment:
        """Raises `NotFound` for another's payment, but for an admin; and what `Payments` raises."""
        order = await self.orders.by_intent(payment_intent_id)
        if order is None or not (is_admin or is_owner(order, user_id, only_order)):
            raise NotFound("payment")
        return shown(order, await self.payments.show(payment_intent_id), user_id)
