"""Pay with a saved method, from the server."""

from dataclasses import dataclass

from application.checkout.card_testing import CardTestingLimit
from application.checkout.errors import CardDeclined, PaymentClosed
from application.checkout.show_payment import ShownPayment, shown
from application.orders.change_order import apply_facts, change
from application.orders.errors import NotFound
from application.orders.ownership import is_owner
from application.ports.storage.orders import Orders
from application.ports.storage.users import Users
from application.ports.stripe.failures import Missing, StateConflict
from application.ports.stripe.payment_methods import PaymentMethods
from application.ports.stripe.payments import Declined, Payments, PaymentSnapshot
from application.ports.system.clock import Clock
from domain.customers.user import User
from domain.errors.orders import CheckoutClosed
from domain.facts.payment import PaymentState
from domain.identifiers.types import OrderId, PaymentIntentId, PaymentMethodId, UserId
from domain.orders.history import Attribution
from domain.orders.order import Order
from domain.payments.checkout import confirmation_key, payment_attempted

_UNDER_WAY = (
    PaymentState.SUCCEEDED,
    PaymentState.UNCAPTURED,
    PaymentState.PROCESSING,
    PaymentState.REQUIRES_ACTION,
)
_TRIABLE = (PaymentState.PENDING, PaymentState.FAILED)


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmPaymentCommand:
    """Whose payment to make with which saved method; `return_url` is where a bank's page sends the shopper back."""

    user_id: UserId
    only_order: OrderId | None = None
    payment_intent_id: PaymentIntentId
    payment_method_id: PaymentMethodId
    return_url: str | None
    actor: str
    cause: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmPayment:
    """Never a second charge: the intent is read first, and an intent can succeed only once."""

    orders: Orders
    users: Users
    payments: Payments
    methods: PaymentMethods
    card_testing: CardTestingLimit
    clock: Clock
    public_url: str

    async def __call__(self, command: ConfirmPaymentCommand) -> ShownPayment:
        """Raises `NotFound`, `PaymentClosed`, `CardDeclined`, `TooManyDeclines`, `TooManyAttempts`, and what `Payments`
        raises; after `OutcomeUnknown` a read of the intent shows what happened."""
        order = await self.orders.by_intent(command.payment_intent_id)
        if order is None or not is_owner(order, command.user_id, command.only_order):
            raise NotFound("payment")
        by = Attribution(at=self.clock.now(), actor=command.actor, cause=command.cause)
        seen = await self.payments.show(command.payment_intent_id)
        order = await apply_facts(self.orders, order, (seen.fact,), by)
        if seen.fact.state not in _UNDER_WAY:
            user = await self.users.get(command.user_id)
            # Of a closed payment too: at the limit the user's open payments are what was canceled.
            self.card_testing.check(user)
            if seen.fact.state in _TRIABLE:
                await self._own_method(user, command)
        if seen.fact.state in _TRIABLE:
            order, seen = await self._tried(order, command, by)
        if seen.fact.state not in _UNDER_WAY and seen.fact.state not in _TRIABLE:
            raise PaymentClosed(order.id, seen.status)
        return shown(order, seen, command.user_id)

    async def _own_method(self, user: User | None, command: ConfirmPaymentCommand) -> None:
        try:
            method = await self.methods.get(command.payment_method_id)
        except Missing:
            raise NotFound("payment method") from None
        if user is None or user.customer_id is None or method.customer_id != user.customer_id:
            raise NotFound("payment method")

    async def _tried(
        self, order: Order, command: ConfirmPaymentCommand, by: Attribution
    ) -> tuple[Order, PaymentSnapshot]:
        try:
            order = await change(
                self.orders, order, lambda current: payment_attempted(current, command.payment_method_id, by)
            )
            seen = await self._attempt(order, command, by)
        except (CheckoutClosed, StateConflict):
            # Another request, or the browser, came first since the intent was read: the answer is what became of that.
            seen = await self.payments.show(command.payment_intent_id)
        return await apply_facts(self.orders, order, (seen.fact,), by), seen

    async def _attempt(self, order: Order, command: ConfirmPaymentCommand, by: Attribution) -> PaymentSnapshot:
        return_url = command.return_url or f"{self.public_url}/?order={order.id}"
        key = confirmation_key(order)
        async with self.card_testing.attempt(command.user_id, key, recorded_by_order=True):
            try:
                return await self.payments.confirm(
                    command.payment_intent_id, command.payment_method_id, return_url, key
                )
            except Declined as declined:
                await apply_facts(self.orders, order, (declined.seen.fact,), by)
                raise CardDeclined(declined.code, declined.decline_code, declined.message) from None
