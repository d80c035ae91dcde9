"""What people do: shoppers, their browsers, admins, and Stripe's dashboard."""

from __future__ import annotations

from urllib.parse import urlencode

import msgspec

from application.checkout.start_checkout import StartCheckoutCommand, StartedCheckout
from application.orders.place_order import PlacedOrder, PlaceOrderCommand
from application.refunds.request_refund import RefundResult, RequestRefundCommand
from domain.catalog.pricing import CartItem
from domain.customers.address import Address
from domain.customers.user import User
from domain.identifiers.types import OrderId, PaymentIntentId, RequestScope, Sku, UserId
from domain.refunds.refund import RefundReason
from entrypoints.container import Container
from stripe_stand_in.model import NEWEST
from tests.world.world import World

ADDRESS = Address(
    name="Ada Okafor", line1="1 Main St", city="Springfield", state="CA", postal_code="90210", country="US"
)
ADA = User(id=UserId("ada"), email="ada@customer.example", first_name="Ada", last_name="Okafor")


def checkout_command(
    request_scope: str, *, user: User = ADA, quantity: int = 2, replaces: str | None = None
) -> StartCheckoutCommand:
    """A shopper's POST to create-intent under an idempotency key."""
    return StartCheckoutCommand(
        user=user,
        items=(CartItem(sku=Sku("MUG"), quantity=quantity),),
        shipping_address=ADDRESS,
        replaces=replaces,
        request_scope=RequestScope(request_scope),
        has_idempotency_key=True,
        actor=f"user:{user.id}",
        cause=f"request:{request_scope}",
    )


async def start(till: Container, request_scope: str, **more: object) -> StartedCheckout:
    """Begin a checkout."""
    return await till.start_checkout()(checkout_command(request_scope, **more))  # type: ignore[arg-type]


def pay(world: World, started: StartedCheckout, method: str = "pm_card_visa") -> str:
    """The browser pays at Stripe; answers the intent's status, or the error's code."""
    body = urlencode(
        {
            "client_secret": started.client_secret,
            "payment_method": method,
            "return_url": "http://shop.example/",
            "key": world.model.publishable_key,
        }
    )
    answer = world.model.handle(
        "POST",
        f"/v1/payment_intents/{started.order.intent.id}/confirm",
        {"Stripe-Version": NEWEST, "Content-Type": "application/x-www-form-urlencoded"},
        body.encode(),
    )
    reported = msgspec.json.decode(answer.body)
    return str(reported["error"]["code"] if "error" in reported else reported["status"])


async def place(till: Container, intent: PaymentIntentId, *, user: User = ADA) -> PlacedOrder:
    """The browser tells that it has paid."""
    return await till.place_order()(
        PlaceOrderCommand(user_id=user.id, payment_intent_id=intent, actor=f"user:{user.id}", cause="request:place")
    )


async def refund(
    till: Container, order_id: OrderId, amount: int | None, request_scope: str, *, has_idempotency_key: bool = True
) -> RefundResult:
    """An admin gives money back."""
    return await till.request_refund()(
        RequestRefundCommand(
            order=order_id,
            payment_intent_id=None,
            amount=amount,
            reason=RefundReason.REQUESTED_BY_CUSTOMER,
            note=None,
            request_scope=RequestScope(request_scope),
            has_idempotency_key=has_idempotency_key,
            actor="admin:grace",
            cause=f"request:{request_scope}",
        )
    )


def refund_in_dashboard(world: World, intent: PaymentIntentId, amount: int) -> str:
    """Somebody gives money back in Stripe's dashboard; answers the refund's id, or the error's message."""
    answer = world.model.handle(
        "POST",
        "/v1/refunds",
        {"Stripe-Version": NEWEST, "Authorization": f"Bearer {world.model.secret_key}"},
        urlencode({"payment_intent": intent, "amount": amount}).encode(),
    )
    reported = msgspec.json.decode(answer.body)
    return str(reported["error"]["message"] if "error" in reported else reported["id"])
