"""The body says all that the contract names, in absolute figures, and no name or address."""

from __future__ import annotations

import json

from adapters.shop_webhooks.body import event_body
from domain.identifiers.order_number import order_number
from domain.orders.history import NO_HISTORY, chained
from domain.orders.order import Order
from domain.orders.shop_message import shop_message
from tests import builders, fact_builders


def bodies(order: Order) -> list[dict[str, object]]:
    entries = chained(order.id, NO_HISTORY, order.changes, b"secret")
    return [json.loads(event_body(message)) for entry in entries if (message := shop_message(order, entry))]


def test_a_confirmed_order_is_reported_in_full() -> None:
    paid = builders.paid()
    (body,) = bodies(paid)
    assert body == {
        "type": "order.confirmed",
        "timestamp": "2026-03-14T09:26:53.589Z",
        "data": {
            "orderId": paid.id,
            "orderNumber": order_number(paid.id),
            "reference": None,
            "seq": 3,
            "status": "confirmed",
            "paymentStatus": "succeeded",
            "currency": "usd",
            "total": 1299,
            "amountCaptured": 1299,
            "amountRefunded": 0,
            "refundable": 1299,
            "paymentIntentId": paid.intent.id,
            "metadata": {},
        },
    }


def test_what_an_event_is_about_is_named_and_nothing_else() -> None:
    order = builders.paid()
    order = builders.with_facts(order, fact_builders.refund_fact(order, 301, stripe_refund_id="re_1"))
    order = builders.with_facts(order, fact_builders.dispute_fact(order))
    _, refunded, disputed = (body["data"] for body in bodies(order))
    assert isinstance(refunded, dict)
    assert isinstance(disputed, dict)
    assert refunded["refund"] == {
        "id": "re_1",
        "stripeRefundId": "re_1",
        "amount": 301,
        "status": "succeeded",
        "failureReason": None,
    }
    assert not {"dispute", "hold"} & refunded.keys()
    assert disputed["dispute"] == {
        "id": order.disputes[0].id,
        "amount": 1299,
        "status": "needs_response",
        "reason": "product_not_received",
    }
    assert disputed["hold"] == {
        "id": order.holds[0].id,
        "reason": "dispute",
        "causeId": order.disputes[0].id,
    }
    assert "refund" not in disputed


def test_no_person_is_named() -> None:
    order = builders.paid()
    order = builders.with_facts(order, fact_builders.refund_fact(order), fact_builders.dispute_fact(order))
    text = json.dumps(bodies(order), ensure_ascii=False)
    address = order.shipping_address
    for personal in (address.name, address.line1, address.postal_code, address.phone, order.contact.email):
        assert personal is not None
        assert personal not in text
