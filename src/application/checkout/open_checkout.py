"""Open the checkout of a stored order: its one intent is created at Stripe, and each repetition finds the same."""

from dataclasses import dataclass, replace

from application.checkout.card_testing import CardTestingLimit
from application.checkout.check_address import checked_address
from application.checkout.create_intent import CreateIntent
from application.checkout.errors import CheckoutAlreadyPaid, EmailMissing, PaymentClosed
from application.checkout.replace_checkout import ReplaceCheckout
from application.checkout.start_checkout import StartedCheckout
from application.customers.get_or_create_customer import GetOrCreateCustomer
from application.orders.change_order import apply_facts, change
from application.orders.errors import NotFound
from application.orders.ownership import is_owner
from application.ports.prices.addresses import AddressRules
from application.ports.storage.orders import Orders
from application.ports.storage.users import Users
from application.ports.stripe.payments import Payments
from application.ports.system.clock import Clock
from domain.customers.address import Address
from domain.customers.user import User
from domain.errors.orders import CheckoutClosed
from domain.errors.pricing import CartRefused
from domain.facts.payment import PaymentState
from domain.identifiers.order_number import order_id_of
from domain.identifiers.types import CustomerId, OrderId
from domain.orders.history import Attribution
from domain.orders.order import Contact, Order
from domain.payments.checkout import ask_for_intent, correct_contact, digest_recorded, is_expired

_PAYABLE = (PaymentState.PENDING, PaymentState.FAILED, PaymentState.REQUIRES_ACTION)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenCheckoutCommand:
    """Whose order to open, by its id or number, and what its shopper adds.

    `only_order` is the order that the caller's token is for, where it is for one alone.
    """

    user: User
    only_order: OrderId | None
    order: str
    shipping_address: Address | None = None
    receipt_email: str | None = None
    locale: str | None = None
    save_payment_method: bool = False
    actor: str
    cause: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenCheckout:
    """What the shopper adds is stored before Stripe is asked, so that any caller who repeats it asks the same."""

    addresses: AddressRules
    orders: Orders
    users: Users
    payments: Payments
    card_testing: CardTestingLimit
    customer_of: GetOrCreateCustomer
    create_intent: CreateIntent
    replace_checkout: ReplaceCheckout
    clock: Clock

    async def __call__(self, command: OpenCheckoutCommand) -> StartedCheckout:
        """Raises `NotFound`, `CheckoutAlreadyPaid`, `PaymentClosed`, `EmailMissing`, `TooManyDeclines`, `CartRefused`
        for an address that is not the shopper's to change, and what the ports raise."""
        by = Attribution(at=self.clock.now(), actor=command.actor, cause=command.cause)
        command = replace(command, shipping_address=checked_address(self.addresses, command.shipping_address))
        order = await self._payable(command, by)
        contact = _contact(order, command)
        user = await self.users.get(order.user_id)
        self.card_testing.check(user)
        if order.intent.is_requested:
            order = await change(self.orders, order, lambda now: correct_contact(now, contact, by))
        else:
            await self.replace_checkout(order, actor=command.actor, cause=command.cause)
            order = await self._requested(order, user, contact, command, by)
        order, seen = await self.create_intent(order, actor=command.actor, cause=command.cause)
        if seen.fact.state not in _PAYABLE:
            order = await apply_facts(self.orders, order, (seen.fact,), by)
            raise _closed(order, seen.status)
        return StartedCheckout(order=order, client_secret=seen.client_secret)

    async def _payable(self, command: OpenCheckoutCommand, by: Attribution) -> Order:
        order_id = order_id_of(command.order)
        order = await self.orders.get(order_id) if order_id else None
        if order is None or not is_owner(order, command.user.id, command.only_order):
            raise NotFound("order")
        if order.intent.is_final:
            raise _closed(order, order.intent.state)
        if not order.intent.is_requested and is_expired(order, by.at):
            raise PaymentClosed(order.id, PaymentState.CANCELED)
        if command.shipping_address is not None and command.shipping_address != order.shipping_address:
            if order.shipping_address is not None:
                raise CartRefused((("shippingAddress", "is the shop's to name, and it named another one"),))
            if order.intent.is_requested:
                raise CartRefused((("shippingAddress", "must be given when the checkout is opened first"),))
        return order

    async def _requested(
        self, order: Order, user: User | None, contact: Contact, command: OpenCheckoutCommand, by: Attribution
    ) -> Order:
        customer_id = order.intent.customer_id or await self._customer(user, contact, command)

        def requested(now: Order) -> Order:
            asked = ask_for_intent(
                now,
                customer_id=customer_id,
                shipping_address=command.shipping_address,
                contact=contact,
                save_payment_method=command.save_payment_method,
                by=by,
            )
            return asked if asked is now else digest_recorded(asked, self.payments.compose(asked).digest)

        try:
            return await change(self.orders, order, requested)
        except CheckoutClosed:
            # It was canceled or replaced since it was read.
            raise PaymentClosed(order.id, PaymentState.CANCELED) from None

    async def _customer(self, user: User | None, contact: Contact, command: OpenCheckoutCommand) -> CustomerId:
        if user is None:
            user = await self.users.add(replace(command.user, email=command.user.email or contact.email))
        # The token of a payment link names an order, and says nothing of who its shopper is now.
        named = command.user if command.only_order is None else None
        _, customer_id = await self.customer_of(user, named)
        return customer_id


def _contact(order: Order, command: OpenCheckoutCommand) -> Contact:
    email = command.receipt_email or order.contact.email or command.user.email
    if email is None:
        raise EmailMissing
    return Contact(email=email, locale=command.locale or order.contact.locale)


def _closed(order: Order, status: str) -> Exception:
    if status == PaymentState.CANCELED:
        return PaymentClosed(order.id, status)
    return CheckoutAlreadyPaid(order.id, status)
