"""Let one checkout take the place of another, so that at most one of them can ever be paid."""

from dataclasses import dataclass

from application.checkout.cancel_intent import CancelIntent
from application.checkout.errors import CheckoutAlreadyPaid, PaymentClosed
from application.orders.change_order import change
from application.orders.errors import NotFound
from application.ports.storage.orders import Orders
from application.ports.system.clock import Clock
from domain.identifiers.order_number import order_id_of
from domain.identifiers.types import OrderId, UserId
from domain.orders.history import Attribution
from domain.orders.order import Order
from domain.payments.checkout import close_unrequested, record_successor
from domain.payments.intent import Closing


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplaceCheckout:
    """Each replaced order names its one successor, which is recorded only once the order is canceled at Stripe.

    An order that replaces another is stored before it takes that one's place, and requests no intent until it has. So
    every successor that is named is there to be found, and a second one finds and replaces it.
    """

    orders: Orders
    cancel_intent: CancelIntent
    clock: Clock

    async def predecessor(self, reference: str, user_id: UserId) -> Order:
        """The user's order of that id or number; raises `NotFound`."""
        order_id = order_id_of(reference)
        order = await self.orders.get(order_id) if order_id else None
        if order is None or order.user_id != user_id:
            raise NotFound("order")
        return order

    async def clear(self, predecessor: Order, *, actor: str, cause: str) -> None:
        """Cancels the order, or whatever has replaced it since, before a new order is stored.

        Raises `CheckoutAlreadyPaid`, and what `Payments` raises.
        """
        by = Attribution(at=self.clock.now(), actor=actor, cause=cause)
        for origin in await self._origins(predecessor):
            await self._follow(origin, None, by)

    async def __call__(self, order: Order, *, actor: str, cause: str) -> None:
        """Lets a stored order take the place of the one that it replaces; nothing is left to do where it has.

        Raises `CheckoutAlreadyPaid` with the order of the chain that is paid or processing, this order then being
        closed; `PaymentClosed` where another took this order's place meanwhile; and what `Payments` raises.
        """
        if order.replaces is None or order.intent.is_requested:
            return
        by = Attribution(at=self.clock.now(), actor=actor, cause=cause)
        try:
            for origin in await self._origins(await self._get(order.replaces)):
                await self._follow(origin, order.id, by)
        except CheckoutAlreadyPaid:
            await change(self.orders, order, lambda now: close_unrequested(now, Closing.REPLACED, by))
            raise

    async def _origins(self, predecessor: Order) -> list[Order]:
        """Where the chain begins: an order that has not taken its place yet leaves open what it replaces."""
        origins = [predecessor]
        while origins[0].replaces is not None and not origins[0].intent.is_requested:
            origins.insert(0, await self._get(origins[0].replaces))
        return origins

    async def _follow(self, origin: Order, successor: OrderId | None, by: Attribution) -> None:
        """Cancels the chain's last order and names its successor, unless the chain leads there already."""
        order, seen = origin, {origin.id}
        while order.id != successor:
            if order.intent.replaced_by is None:
                order = await self._canceled(order, by)
                if successor is None:
                    return
                order = await self._succeeded_by(order, successor, by)
            order = await self._get(order.intent.replaced_by or order.id)
            if order.id in seen:
                # Two orders replaced each other in the same moment, so that both are canceled.
                raise PaymentClosed(order.id, order.intent.state)
            seen.add(order.id)

    async def _succeeded_by(self, order: Order, successor: OrderId, by: Attribution) -> Order:
        claimant = await self._get(successor)
        if claimant.intent.is_final:
            raise PaymentClosed(claimant.id, claimant.intent.state)
        return await change(self.orders, order, lambda now: record_successor(now, successor, by))

    async def _canceled(self, order: Order, by: Attribution) -> Order:
        order, status = await self.cancel_intent(order, Closing.REPLACED, reason=None, actor=by.actor, cause=by.cause)
        if status != "canceled":
            raise CheckoutAlreadyPaid(order.id, status)
        return order

    async def _get(self, order_id: OrderId) -> Order:
        order = await self.orders.get(order_id)
        if order is None:
            raise NotFound("order")
        return order
