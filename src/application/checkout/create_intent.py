"""Create an order's PaymentIntent at Stripe, or find the one that an unanswered call created."""

from dataclasses import dataclass

from application.checkout.errors import PaymentClosed
from application.customers.get_or_create_customer import GetOrCreateCustomer
from application.orders.change_order import apply_facts, change
from application.ports.storage.orders import Orders
from application.ports.storage.users import Users
from application.ports.stripe.failures import (
    AmountRefused,
    KeyReused,
    Missing,
    OutcomeUnknown,
    Refused,
    ReplayedFailure,
)
from application.ports.stripe.payments import Payments, PaymentSearch, PaymentSnapshot
from application.ports.system.clock import Clock
from domain.customers.user import User
from domain.identifiers.types import CustomerId
from domain.orders.apply_fact import belongs
from domain.orders.history import Attribution
from domain.orders.order import Order
from domain.payments.checkout import close_without_intent, creation_key, new_intent_attempt
from domain.payments.refusal import IntentRefusal, RequestPart

MAX_ATTEMPTS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class CreateIntent:
    """One order, one intent: the order is stored before the call, and what is sent follows from what is stored."""

    orders: Orders
    users: Users
    payments: Payments
    search: PaymentSearch
    customer_of: GetOrCreateCustomer
    clock: Clock

    async def __call__(self, order: Order, *, actor: str, cause: str) -> tuple[Order, PaymentSnapshot]:
        """Returns the order with its intent recorded, and that intent as it is now.

        Raises `AmountRefused` or `Refused` (the order is then canceled), `PaymentClosed` where it was canceled before,
        and what `Payments` raises; after `OutcomeUnknown` the call may be repeated, here or by the worker.
        """
        for _ in range(MAX_ATTEMPTS):
            if order.intent.id is not None:
                return order, await self.payments.show(order.intent.id)
            if order.intent.is_final:
                raise _refusal_of(order)
            by = Attribution(at=self.clock.now(), actor=actor, cause=cause)
            order, seen = await self._requested(order, by)
            if seen is None:
                continue
            order = await apply_facts(self.orders, order, (seen.fact,), by)
            # The intent of an unanswered call may have been recorded meanwhile: this one must not be paid then.
            if order.intent.id == seen.id:
                return order, seen
        raise OutcomeUnknown("Stripe would not create the payment")

    async def _requested(self, order: Order, by: Attribution) -> tuple[Order, PaymentSnapshot | None]:
        request = self.payments.compose(order)
        if request.digest != order.intent.creation.digest:
            # The request of an older deploy can't be repeated exactly: look for its intent, never send.
            found = await self.search.of_order(order.intent.customer, order.id)
            if ours := [seen for seen in found if belongs(order, seen.fact)]:
                return order, ours[0]
            return await self._new_attempt(order, order.intent.customer, "request_changed", by), None
        try:
            return order, await self.payments.create(request, creation_key(order))
        except (ReplayedFailure, KeyReused):
            return await self._new_attempt(order, order.intent.customer, "key_spent", by), None
        except AmountRefused as refused:
            await self._close(order, IntentRefusal(code=refused.code, amount_limit=refused.limit), by)
            raise
        except Refused as refused:
            if isinstance(refused, Missing) and refused.part is RequestPart.CUSTOMER:
                return await self._new_attempt(order, await self._new_customer(order), refused.code, by), None
            await self._close(order, IntentRefusal(code=refused.code, part=refused.part), by)
            raise

    async def _close(self, order: Order, refusal: IntentRefusal, by: Attribution) -> None:
        await change(self.orders, order, lambda current: close_without_intent(current, refusal, by))

    async def _new_customer(self, order: Order) -> CustomerId:
        user = await self.users.get(order.user_id)
        if user is None:
            # Another program removed the user; the order is still theirs to pay.
            user = await self.users.add(
                User(id=order.user_id, email=order.contact.email, customer_id=order.intent.customer)
            )
        _, customer_id = await self.customer_of.replace(user, order.intent.customer)
        return customer_id

    async def _new_attempt(self, order: Order, customer_id: CustomerId, why: str, by: Attribution) -> Order:
        attempt = order.intent.creation.attempt

        def again(current: Order) -> Order:
            if current.intent.id is not None or current.intent.creation.attempt != attempt:
                return current
            renewed = new_intent_attempt(current, "", customer_id, why, by)
            return new_intent_attempt(current, self.payments.compose(renewed).digest, customer_id, why, by)

        return await change(self.orders, order, again)


def _refusal_of(order: Order) -> Exception:
    """The error for an order whose intent can never be created, the same at each retry."""
    refusal = order.intent.refusal
    if refusal is None:
        return PaymentClosed(order.id, order.intent.state)
    if refusal.amount_limit is not None:
        return AmountRefused(refusal.code, refusal.amount_limit)
    return Refused(refusal.code, refusal.part)
