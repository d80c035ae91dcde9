"""Calls to Stripe that Till knows nothing of: the dashboard's, a colleague's script's."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import msgspec

from domain.identifiers.types import PaymentIntentId
from domain.orders.order import Order
from stripe_stand_in.model import NEWEST
from tests.world.world import World


def at_stripe(world: World, method: str, path: str, **form: str | int) -> dict[str, Any]:
    """Stripe's answer to a call with the account's secret key; square brackets are spelt with `__`."""
    fields = {name.replace("__", "[", 1) + ("]" if "__" in name else ""): value for name, value in form.items()}
    answer = world.model.handle(
        method,
        path,
        {"Stripe-Version": NEWEST, "Authorization": f"Bearer {world.model.secret_key}"},
        urlencode(fields).encode(),
    )
    reported: dict[str, Any] = msgspec.json.decode(answer.body)
    return reported


def second_intent(world: World, order: Order, *, paid: bool = False) -> PaymentIntentId:
    """Another intent that names the order and asks for the same, as an unanswered call leaves it behind."""
    paying = {"payment_method": "pm_card_visa", "confirm": "true", "return_url": "http://shop.example/"}
    intent = at_stripe(
        world,
        "POST",
        "/v1/payment_intents",
        amount=order.total,
        currency=order.currency.code,
        customer=str(order.intent.customer_id),
        metadata__till_order_id=order.id,
        **(paying if paid else {}),
    )
    return PaymentIntentId(intent["id"])
