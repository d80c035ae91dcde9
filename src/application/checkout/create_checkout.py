"""Store an order as the shop's own server priced it, under the shop's reference, for its shopper to pay later."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from application.checkout.check_address import checked_address
from application.checkout.errors import ReferenceReused
from application.checkout.link_checkout import CheckoutLink, LinkCheckout
from application.checkout.replace_checkout import ReplaceCheckout
from application.ports.prices.addresses import AddressRules
from application.ports.prices.pricing import Pricing
from application.ports.storage.failures import DuplicateOrder
from application.ports.storage.orders import Orders
from application.ports.storage.users import Users
from application.ports.system.clock import Clock
from domain.catalog.shop_prices import ShopCart
from domain.customers.address import Address
from domain.errors.pricing import CartRefused
from domain.identifiers.derivation import order_id_from
from domain.identifiers.types import RequestScope, UserId
from domain.orders.history import Attribution
from domain.orders.order import Contact, Order, ShopTerms
from domain.payments.checkout import start_checkout
from domain.payments.intent import CaptureMethod
from domain.payments.risk_level import RiskHolds

LONGEST_LIFETIME = timedelta(days=366)
"""A year's notice is more than any shop's offer lasts, and bounds how long a payment link opens an order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CreateCheckoutCommand:
    """An order as the shop's server priced it; `terms` hold its reference, and a digest of the whole request.

    Without `expires_at` or `capture_method`, Till's own settings decide. `replaces` is an order of the same shopper's.
    """

    terms: ShopTerms
    user_id: UserId
    cart: ShopCart
    shipping_address: Address | None = None
    contact: Contact
    capture_method: CaptureMethod | None = None
    expires_at: datetime | None = None
    replaces: str | None = None
    actor: str
    cause: str

    @property
    def request_scope(self) -> RequestScope:
        """What the order's id derives from: a reference is used once, whichever process is asked."""
        return RequestScope(f"reference:{self.terms.reference}")


@dataclass(frozen=True, slots=True, kw_only=True)
class CreatedCheckout:
    """The order and its link; `is_new` where this call stored it."""

    order: Order
    link: CheckoutLink
    is_new: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CreateCheckout:
    """Asks nothing of Stripe: the intent is asked for when the shopper comes."""

    pricing: Pricing[ShopCart]
    addresses: AddressRules
    users: Users
    orders: Orders
    replace_checkout: ReplaceCheckout
    link_checkout: LinkCheckout
    clock: Clock
    lifetime: timedelta
    capture_method: CaptureMethod
    risk_holds: RiskHolds = RiskHolds.ELEVATED

    async def __call__(self, command: CreateCheckoutCommand) -> CreatedCheckout:
        """Raises what `pricing` raises, `CartRefused`, `ReferenceReused`, `NotFound`, `CheckoutAlreadyPaid`, and what
        the ports raise; the same command again finds its order."""
        cart = await self.pricing(command.cart)
        address = checked_address(self.addresses, command.shipping_address)
        by = Attribution(at=self.clock.now(), actor=command.actor, cause=command.cause)
        expires_at = command.expires_at or by.at + self.lifetime
        is_in_time = by.at < expires_at <= by.at + LONGEST_LIFETIME
        if command.replaces is not None or not is_in_time:
            # What was created before is answered as before, whatever the time, and replaces what it replaced then.
            known = await self._known(command.request_scope)
            if known is not None:
                return await self._in_place(self._of_same_request(known, command), command)
        if not is_in_time:
            raise CartRefused((("expiresAt", f"must be in the future, by {LONGEST_LIFETIME.days} days at most"),))
        replaced = None
        if command.replaces is not None:
            replaced = await self.replace_checkout.predecessor(command.replaces, command.user_id)
            await self.replace_checkout.clear(replaced, actor=command.actor, cause=command.cause)
        user = await self.users.get(command.user_id)
        order = start_checkout(
            order_id=order_id_from(command.request_scope),
            request_scope=command.request_scope,
            user_id=command.user_id,
            customer_id=user.customer_id if user else None,
            cart=cart,
            terms=command.terms,
            replaces=replaced.id if replaced else None,
            shipping_address=address,
            contact=command.contact,
            capture_method=command.capture_method or self.capture_method,
            risk_holds=self.risk_holds,
            expires_at=expires_at,
            asked_at=None,
            by=by,
        )
        return await self._in_place(await self._added(order, command), command)

    async def _known(self, request_scope: RequestScope) -> Order | None:
        counter = 0
        while (order := await self.orders.get(order_id_from(request_scope, counter))) is not None:
            if order.request_scope == request_scope:
                return order
            counter += 1
        return None

    async def _added(self, order: Order, command: CreateCheckoutCommand) -> CreatedCheckout:
        counter = 0
        while True:
            try:
                added = await self.orders.add(order)
            except DuplicateOrder:
                existing = await self.orders.get(order.id)
                if existing is not None and existing.request_scope == command.request_scope:
                    return self._of_same_request(existing, command)
                counter += 1
                order = replace(order, id=order_id_from(command.request_scope, counter))
            else:
                return CreatedCheckout(order=added, link=self.link_checkout(added), is_new=True)

    def _of_same_request(self, order: Order, command: CreateCheckoutCommand) -> CreatedCheckout:
        if order.terms is None or order.terms.digest != command.terms.digest:
            raise ReferenceReused(command.terms.reference)
        return CreatedCheckout(order=order, link=self.link_checkout(order), is_new=False)

    async def _in_place(self, created: CreatedCheckout, command: CreateCheckoutCommand) -> CreatedCheckout:
        await self.replace_checkout(created.order, actor=command.actor, cause=command.cause)
        return created
