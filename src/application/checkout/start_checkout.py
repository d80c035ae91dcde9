"""Start a checkout: price the cart, write the order, ask Stripe for its PaymentIntent."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from application.checkout.card_testing import CardTestingLimit
from application.checkout.create_intent import CreateIntent
from application.checkout.errors import EmailMissing, PaymentClosed
from application.checkout.quote_cart import Quote, QuoteCart, QuoteCommand
from application.checkout.replace_checkout import ReplaceCheckout
from application.customers.get_or_create_customer import GetOrCreateCustomer
from application.orders.change_order import change
from application.ports.prices.addresses import AddressRules
from application.ports.storage.failures import DuplicateOrder
from application.ports.storage.orders import Orders
from application.ports.storage.users import Users
from application.ports.stripe.payments import Payments
from application.ports.system.clock import Clock
from domain.catalog.pricing import CartItem
from domain.customers.address import Address
from domain.customers.user import User
from domain.errors.orders import CheckoutClosed
from domain.errors.pricing import CartRefused
from domain.facts.payment import PaymentState
from domain.identifiers.derivation import order_id_from
from domain.identifiers.types import CustomerId, OrderId, RequestScope, UserId
from domain.orders.history import Attribution
from domain.orders.order import Contact, Order
from domain.payments.checkout import ask_for_intent, digest_recorded, start_checkout
from domain.payments.intent import CaptureMethod
from domain.payments.risk_level import RiskHolds

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
    """The order is stored before Stripe is called, under an id that a retry derives again."""

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
    risk_holds: RiskHolds = RiskHolds.ELEVATED

    async def __call__(self, command: StartCheckoutCommand) -> StartedCheckout:
        """Raises `CartRefused`, `EmailMissing`, `NotFound`, `TooManyDeclines`, `CheckoutAlreadyPaid`, and what the
        ports raise; a retry in the same scope continues where this one ended."""
        # What was begun is finished as it was priced, whatever the shop sells by now.
        begun = await self._begun(command) if command.has_idempotency_key else None
        order = await self._requested(begun or await self._begin(command), command)
        order, seen = await self.create_intent(order, actor=command.actor, cause=command.cause)
        return StartedCheckout(order=order, client_secret=seen.client_secret)

    async def _requested(self, order: Order, command: StartCheckoutCommand) -> Order:
        """The order with its intent requested, once it has taken the place of the order that it replaces."""
        customer_id = order.intent.customer_id
        if order.intent.is_requested or customer_id is None:
            return order
        await self.replace_checkout(order, actor=command.actor, cause=command.cause)
        by = Attribution(at=self.clock.now(), actor=command.actor, cause=command.cause)

        def requested(current: Order) -> Order:
            asked = ask_for_intent(
                current,
                customer_id=customer_id,
                shipping_address=None,
                contact=current.contact,
                save_payment_method=current.save_payment_method,
                by=by,
            )
            return asked if asked is current else digest_recorded(asked, self.payments.compose(asked).digest)

        try:
            return await change(self.orders, order, requested)
        except CheckoutClosed:
            raise PaymentClosed(order.id, PaymentState.CANCELED) from None

    async def _begun(self, command: StartCheckoutCommand) -> Order | None:
        counter = 0
        while (order := await self.orders.get(order_id_from(command.request_scope, counter))) is not None:
            if order.request_scope == command.request_scope:
                return order
            counter += 1
        return None

    async def _begin(self, command: StartCheckoutCommand) -> Order:
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
        replaced = None
        if command.replaces is not None:
            replaced = await self.replace_checkout.predecessor(command.replaces, command.user.id)
        user = await self.users.get(command.user.id) or await self.users.add(command.user)
        self.card_testing.check(user)
        if replaced is not None:
            await self.replace_checkout.clear(replaced, actor=command.actor, cause=command.cause)
        user, customer_id = await self.customer_of(user, command.user)
        contact = Contact(email=email, locale=command.locale or "en")
        replaces = replaced.id if replaced else None
        return await self._written(replace(command, shipping_address=address), quote, contact, customer_id, replaces)

    async def _written(
        self,
        command: StartCheckoutCommand,
        quote: Quote,
        contact: Contact,
        customer_id: CustomerId,
        replaces: OrderId | None,
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
                risk_holds=self.risk_holds,
                expires_at=by.at + self.lifetime,
                replaces=replaces,
                asked_at=by.at if replaces is None else None,
                by=by,
            )
            if order.intent.is_requested:
                order = digest_recorded(order, self.payments.compose(order).digest)
            try:
                return await self.orders.add(order)
            except DuplicateOrder:
                existing = await self.orders.get(order.id)
                if existing is not None and existing.request_scope == command.request_scope:
                    return existing
                counter += 1
