"""Save a payment method for its shopper."""

import hashlib
from contextlib import suppress
from dataclasses import dataclass

from application.checkout.card_testing import CardTestingLimit
from application.checkout.errors import CardDeclined
from application.checkout.stop_card_testing import StopCardTesting
from application.customers.get_or_create_customer import GetOrCreateCustomer
from application.orders.errors import NotFound
from application.payment_methods.errors import PaymentMethodRefused
from application.payment_methods.list_payment_methods import ListedMethod
from application.ports.storage.order_search import OrderSearch
from application.ports.storage.users import Users
from application.ports.stripe.failures import (
    KeyReused,
    Missing,
    OutcomeUnknown,
    Refused,
    ReplayedFailure,
    StateConflict,
)
from application.ports.stripe.payment_methods import AttachDeclined, PaymentMethods, SavedMethod
from domain.customers.user import User
from domain.identifiers.types import CustomerId, PaymentMethodId, RequestScope
from domain.payments.refusal import RequestPart

MAX_ATTEMPTS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachPaymentMethodCommand:
    """Whose method to save."""

    user: User
    payment_method_id: PaymentMethodId
    request_scope: RequestScope
    cause: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachPaymentMethod:
    """A method of another customer's is not the caller's to attach, and is not admitted to exist."""

    users: Users
    methods: PaymentMethods
    card_testing: CardTestingLimit
    stop_card_testing: StopCardTesting
    customer_of: GetOrCreateCustomer
    search: OrderSearch

    async def __call__(self, command: AttachPaymentMethodCommand) -> ListedMethod:
        """Raises `NotFound`, `CardDeclined`, `PaymentMethodRefused`, `TooManyDeclines`, and what the ports raise."""
        user = await self.users.get(command.user.id)
        self.card_testing.check(user)
        try:
            method = await self.methods.get(command.payment_method_id)
        except Missing:
            raise NotFound("payment method") from None
        if method.customer_id is not None:
            if user is None or method.customer_id != user.customer_id:
                raise NotFound("payment method")
        else:
            user = user or await self.users.add(command.user)
            attempt = f"{command.request_scope}:{command.payment_method_id}"
            try:
                async with self.card_testing.attempt(user.id, attempt, recorded_by_order=False):
                    method = await self._attached(user, command)
            except CardDeclined:
                await self.stop_card_testing(user.id, cause=command.cause)
                raise
        last = await self.search.last_paid_with(command.user.id)
        return ListedMethod(method=method, is_default=last is not None and last.id == method.id)

    async def _attached(self, user: User, command: AttachPaymentMethodCommand) -> SavedMethod:
        user, customer_id = await self.customer_of(user, command.user)
        try:
            return await self._attach(customer_id, command)
        except Missing as missing:
            if missing.part is not RequestPart.CUSTOMER:
                raise NotFound("payment method") from None
            _, customer_id = await self.customer_of.replace(user, customer_id)
            return await self._attach(customer_id, command)

    async def _attach(self, customer_id: CustomerId, command: AttachPaymentMethodCommand) -> SavedMethod:
        what = f"{command.request_scope}\n{command.payment_method_id}\n{customer_id}"
        scope = hashlib.sha256(what.encode()).hexdigest()
        for attempt in range(MAX_ATTEMPTS):
            # A spent key replays its failure for a day. Saving a method moves no money, so the next is tried at once.
            with suppress(ReplayedFailure, KeyReused):
                return await self._tried(customer_id, command, f"till:attach:{scope}:{attempt}")
        raise OutcomeUnknown("Stripe would not save the payment method")

    async def _tried(self, customer_id: CustomerId, command: AttachPaymentMethodCommand, key: str) -> SavedMethod:
        try:
            return await self.methods.attach(command.payment_method_id, customer_id, key)
        except AttachDeclined as declined:
            raise CardDeclined(declined.code, declined.decline_code, declined.message) from None
        except Missing:
            raise
        except (Refused, StateConflict):
            raise PaymentMethodRefused(command.payment_method_id) from None
