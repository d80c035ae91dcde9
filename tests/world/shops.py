"""What a shop's own server asks for, and what the shoppers that it sends do."""

from __future__ import annotations

from dataclasses import replace

from application.captures.capture_payment import CapturePaymentCommand
from application.checkout.cancel_order import CancelOrderCommand
from application.checkout.create_checkout import CreateCheckoutCommand, CreatedCheckout
from application.checkout.open_checkout import OpenCheckoutCommand
from application.checkout.start_checkout import StartedCheckout
from domain.catalog.pricing import Discount, Tax
from domain.catalog.shop_prices import ShippingCharge, ShopCart, ShopItem
from domain.customers.user import User
from domain.identifiers.types import OrderId, RequestScope, Sku
from domain.orders.order import Contact, Order, ShopTerms
from domain.payments.intent import CaptureMethod
from entrypoints.container import Container
from tests.world.shoppers import ADA, ADDRESS, pay
from tests.world.world import World

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


async def hold(world: World, reference: str) -> Order:
    """An order whose money is held until the shop takes it; every webhook so far was delivered."""
    created = await create(world.till, reference, capture_method=CaptureMethod.MANUAL)
    pay(world, await open_link(world.till, created.order.id))
    await world.deliver(world.till)
    order = await world.stores.orders.get(created.order.id)
    assert order is not None
    return order


async def capture(till: Container, order_id: OrderId, amount: int | None, request_scope: str) -> Order:
    """The shop takes what was authorized, or a part of it."""
    return await till.capture_payment()(
        CapturePaymentCommand(
            order=order_id,
            payment_intent_id=None,
            amount=amount,
            request_scope=RequestScope(request_scope),
            actor="shop:backend",
            cause=f"request:{request_scope}",
        )
    )


async def cancel(till: Container, order_id: OrderId) -> Order:
    """The shop cancels an order."""
    return await till.cancel_order()(
        CancelOrderCommand(order=order_id, actor="shop:backend", cause="request:cancel order")
    )
