"""What a shop's own server asks for, and what the shoppers that it sends do."""

from __future__ import annotations

from dataclasses import replace

from application.checkout.create_checkout import CreateCheckoutCommand, CreatedCheckout
from application.checkout.open_checkout import OpenCheckoutCommand
from application.checkout.start_checkout import StartedCheckout
from domain.catalog.pricing import Discount, Tax
from domain.catalog.shop_prices import ShippingCharge, ShopCart, ShopItem
from domain.customers.user import User
from domain.identifiers.types import OrderId, Sku
from domain.orders.order import Contact, ShopTerms
from entrypoints.container import Container
from tests.world.shoppers import ADA, ADDRESS

SHOP_CART = ShopCart(
    currency="usd",
    items=(ShopItem(sku=Sku("MUG"), name="A mug", unit_price=1299, quantity=3),),
    discounts=(Discount(name="AUTUMN", amount=301),),
    shipping=ShippingCharge(name="By bicycle", amount=699),
    tax=Tax(amount=273, rate="0.07", jurisdiction="US-CA"),
    total=4568,
)


def checkout_at_shops_prices(reference: str, **given: object) -> CreateCheckoutCommand:
    """A shop's POST to checkouts."""
    command = CreateCheckoutCommand(
        terms=ShopTerms(reference=reference, digest=f"digest of {reference}", metadata=(("basket", "7"),)),
        user_id=ADA.id,
        cart=SHOP_CART,
        shipping_address=ADDRESS,
        contact=Contact(email=ADA.email),
        actor="shop:backend",
        cause=f"request:{reference}",
    )
    return replace(command, **given)  # type: ignore[arg-type]


async def create(till: Container, reference: str, **given: object) -> CreatedCheckout:
    """The shop stores an order."""
    return await till.create_checkout()(checkout_at_shops_prices(reference, **given))


async def open_link(till: Container, order_id: OrderId, user: User = ADA, **given: object) -> StartedCheckout:
    """The shopper opens the payment link."""
    command = OpenCheckoutCommand(
        user=User(id=user.id), only_order=order_id, order=order_id, actor=f"user:{user.id}", cause="request:open"
    )
    return await till.open_checkout()(replace(command, **given))  # type: ignore[arg-type]
