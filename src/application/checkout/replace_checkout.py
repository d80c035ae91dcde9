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
from domain.payments.checkout import record_successor
from domain.payments.intent import Closing


@dataclass(frozen=True, slots=True, kw_only=True)
class Replacement:
    """Which order of whose to replace, by its id or number, and the new order that takes its place."""

    order: str
    user_id: UserId
    successor: OrderId
    actor: str
    cause: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplaceCheckout:
    """Each canceled order names its successor, so that a second successor finds the first and replaces that."""

    orders: Orders
    cancel_intent: CancelIntent
    clock: Clock

    async def __call__(self, replacement: Replacement) -> None:
        """Cancels the order, or whatever replaced it since.

        Raises `NotFound`, `CheckoutAlreadyPaid`, and what `Payments` raises.
        """
        order = await self.predecessor(replacement)
        absent = None
        while (known := order.intent.replaced_by) not in (None, replacement.successor, absent):
            later = await self.orders.get(known)
            # A successor that was never stored may still be on its way: it is looked for again below.
            order, absent = (later, None) if later is not None else (order, known)
        order = await self._canceled(order, replacement, known)
        if order.intent.replaced_by != replacement.successor:
            await self(replacement)
        if absent is not None and (late := await self.orders.get(absent)) is not None:
            await self._canceled(late, replacement, None)

    async def confirm(self, added: Order, replacement: Replacement) -> None:
        """Cancels the order just stored where another took its place meanwhile, and raises `PaymentClosed` then."""
        first = order = await self.predecessor(replacement)
        while (known := order.intent.replaced_by) not in (None, replacement.successor):
            later = await self.orders.get(known)
            if later is None:
                break
            order = later
        if known == replacement.successor or (known is None and order is first):
            return
        await self.cancel_intent(added, Closing.REPLACED, reason=None, actor=replacement.actor, cause=replacement.cause)
        raise PaymentClosed(added.id, "canceled")

    async def predecessor(self, replacement: Replacement) -> Order:
        """The order to be replaced; raises `NotFound`."""
        order_id = order_id_of(replacement.order)
        order = await self.orders.get(order_id) if order_id else None
        if order is None or order.user_id != replacement.user_id:
            raise NotFound("order")
        return order

    async def _canceled(self, order: Order, replacement: Replacement, known: OrderId | None) -> Order:
        order, status = await self.cancel_intent(
            order, Closing.REPLACED, reason=None, actor=replacement.actor, cause=replacement.cause
        )
        if status != "canceled":
            raise CheckoutAlreadyPaid(order.id, status)
        by = Attribution(at=self.clock.now(), actor=replacement.actor, cause=replacement.cause)
        return await change(
            self.orders, order, lambda now: record_successor(now, replacement.successor, instead_of=known, by=by)
        )
