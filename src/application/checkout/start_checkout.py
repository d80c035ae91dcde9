"""Start a checkout: price the cart, write the order, ask Stripe for its PaymentIntent."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from application.checkout.card_testing import CardTestingLimit
from application.checkout.create_intent import CreateIntent
from application.checkout.errors import EmailMissing
from application.checkout.quote_cart import Quote, QuoteCart, QuoteCommand
from application.checkout.replace_checkout import ReplaceCheckout, Replacement
from application.customers.get_or_create_customer import GetOrCreateCustomer
from application.ports.prices.addresses import AddressRules
from application.ports.storage.failures import DuplicateOrder
from application.ports.storage.orders import Orders
from application.ports.storage.users import Users
from application.ports.stripe.payments import Payments
from application.ports.system.clock import Clock
from domain.catalog.pricing import CartItem
from domain.customers.address import Address
from domain.customers.user import User
from domain.errors.pricing import CartRefused
from domain.identifiers.derivation import order_id_from
from domain.identifiers.types import CustomerId, RequestScope, UserId
from domain.orders.history import Attribution
from domain.orders.order import Contact, Order
from domain.payments.checkout import digest_recorded, start_checkout
from domain.payments.intent import CaptureMethod

EMAIL_MISSING = ("receiptEmail", "is required, since the token names no address")


@dataclass(frozen=True, slots=True, kw_only=True)
class StartCheckoutCommand:
    """Who buys what, and where it goes; `replaces` is an order of the same shopper's whose place this one takes.

    With `has_idempotency_key`, an earlier try of the same request may have begun.
    """

    user: User
    items: Sequence[CartItem]
    shipping_address: Address
    currency: str | None = None
    save_payment_method: bool = False
    receipt_email: str | None = None
    locale: str | None = None
    replaces: str | None = None
    request_scope: RequestScope
    has_idempotency_key: bool = False
    actor: str
    cause: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StartedCheckout:
    """The order, and what lets the shopper's browser pay it: for its owner alone, never to be stored or logged."""

    order: Order
    client_secret: str

    def __repr__(self) -> str:
        """Without the client secret."""
        return f"StartedCheckout({self.order.id})"


@dataclass(frozen=True, slots=True, kw_only=True)
class StartCheckout:
    """The order is written before Stripe hears of it, under an id that a retry derives again."""

    quote_cart: QuoteCart
    addresses: AddressRules
    users: Users
    card_testing: CardTestingLimit
    customer_of: GetOrCreateCustomer
    orders: Orders
    payments: Payments
    create_intent: CreateIntent
    replace_checkout: ReplaceCheckout
    clock: Clock
    lifetime: timedelta
    capture_method: CaptureMethod = CaptureMethod.AUTOMATIC

    async def __call__(self, command: StartCheckoutCommand) -> StartedCheckout:
        """Raises `CartRefused`, `EmailMissing`, `NotFound`, `TooManyDeclines`, `CheckoutAlreadyPaid`, and what the
        ports raise; a retry with the same origin goes on where this one ended."""
        # What was begun is finished as it was priced, whatever the shop sells by now.
        begun = await self._begun(command) if command.has_idempotency_key else None
        replacement = _replacement(command)
        order = begun or await self._begin(command, replacement)
        if replacement is not None:
            await self.replace_checkout.confirm(order, replacement)
        order, seen = await self.create_intent(order, actor=command.actor, cause=command.cause)
        return StartedCheckout(order=order, client_secret=seen.client_secret)

    async def _begun(self, command: StartCheckoutCommand) -> Order | None:
        counter = 0
        while (order := await self.orders.get(order_id_from(command.request_scope, counter))) is not None:
            if order.request_scope == command.request_scope:
                return order
            counter += 1
        return None

    async def _begin(self, command: StartCheckoutCommand, replacement: Replacement | None) -> Order:
        address, faults = self.addresses.check(command.shipping_address)
        email = command.receipt_email or command.user.email
        wrong = tuple((f"shippingAddress.{field}", message) for field, message in faults)
        missing = () if email else (EMAIL_MISSING,)
        state = None if any(field == "state" for field, _ in faults) else address.state
        quote = await self.quote_cart(
            QuoteCommand(items=command.items, currency=command.currency, country=address.country, state=state),
            also=(*wrong, *missing),
        )
        if wrong:
            raise CartRefused((*wrong, *missing))
        if email is None:
            raise EmailMissing
        if replacement is not None:
            await self.replace_checkout.predecessor(replacement)
        user = await self.users.get(command.user.id) or await self.users.add(command.user)
        await self.card_testing(user.id)
        if replacement is not None:
            await self.replace_checkout(replacement)
        user, customer_id = await self.customer_of(user)
        contact = Contact(email=email, locale=command.locale or "en")
        return await self._written(replace(command, shipping_address=address), quote, contact, customer_id)

    async def _written(
        self, command: StartCheckoutCommand, quote: Quote, contact: Contact, customer_id: CustomerId
    ) -> Order:
        counter = 0
        by = Attribution(at=self.clock.now(), actor=command.actor, cause=command.cause)
        while True:
            order = start_checkout(
                order_id=order_id_from(command.request_scope, counter),
                request_scope=command.request_scope,
                user_id=UserId(command.user.id),
                customer_id=customer_id,
                cart=quote,
                shipping_address=command.shipping_address,
                contact=contact,
                save_payment_method=command.save_payment_method,
                capture_method=self.capture_method,
                expires_at=by.at + self.lifetime,
                asked_at=by.at,
                by=by,
            )
            order = digest_recorded(order, self.payments.compose(order).digest)
            try:
                return await self.orders.add(order)
            except DuplicateOrder:
                existing = await self.orders.get(order.id)
                if existing is not None and existing.request_scope == command.request_scope:
                    return existing
                counter += 1


def _replacement(command: StartCheckoutCommand) -> Replacement | None:
    if command.replaces is None:
        return None
    return Replacement(
        order=command.replaces,
        user_id=UserId(command.user.id),
        successor=order_id_from(command.request_scope),
        actor=command.actor,
        cause=command.cause,
    )
