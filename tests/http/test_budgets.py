"""The calls to Stripe and round trips to MongoDB that a request needs in the steady state."""

from __future__ import annotations

from collections.abc import AsyncIterator
from urllib.parse import urlencode

import pytest

from stripe_stand_in.model import NEWEST
from tests.http.over_mongodb import Counted, counted_till
from tests.http.till import SHOP_CART, bearer


@pytest.fixture
async def counted(mongodb_uri: str, mongodb_database: str) -> AsyncIterator[Counted]:
    """In the steady state: the customer exists and the catalog is cached."""
    async with counted_till(mongodb_uri, mongodb_database) as counted:
        counted.pay(await counted.started())
        await counted.delivered()
        counted.forget()
        yield counted


async def test_creating_an_intent_asks_stripe_once_and_mongodb_at_most_four_times(counted: Counted) -> None:
    await counted.started()
    calls, trips = counted.asked
    assert calls == 1
    assert trips <= 4, counted.commands.sent


async def test_placing_an_order_asks_stripe_once_and_mongodb_at_most_three_times(counted: Counted) -> None:
    created = await counted.started()
    counted.pay(created)
    counted.forget()
    assert await counted.placed(created["paymentIntentId"]) == 201
    calls, trips = counted.asked
    assert calls == 1
    assert trips <= 3, counted.commands.sent


async def test_placing_an_order_whose_webhook_came_first_asks_stripe_nothing(counted: Counted) -> None:
    created = await counted.started()
    counted.pay(created)
    await counted.delivered()
    counted.forget()
    assert await counted.placed(created["paymentIntentId"]) == 200
    calls, trips = counted.asked
    assert calls == 0
    assert trips <= 3, counted.commands.sent


async def test_a_webhook_asks_stripe_nothing_and_mongodb_at_most_three_times(counted: Counted) -> None:
    created = await counted.started()
    counted.pay(created)
    counted.model.handle(
        "POST",
        "/v1/refunds",
        {"Stripe-Version": NEWEST, "Authorization": f"Bearer {counted.model.secret_key}"},
        urlencode({"payment_intent": created["paymentIntentId"], "amount": 301}).encode(),
    )
    counted.model.open_dispute(created["paymentIntentId"])
    counted.model.warn(created["paymentIntentId"])
    delivered = await counted.delivered()
    assert {"payment_intent.succeeded", "charge.refunded", "refund.created"} <= {kind for kind, _, _ in delivered}
    assert {status for _, status, _ in delivered} == {200}
    assert [(kind, cost) for kind, _, cost in delivered if cost[0] or cost[1] > 3] == []


async def test_storing_a_shops_order_asks_stripe_nothing_and_mongodb_twice(counted: Counted) -> None:
    answer = await counted.http.post("/api/checkouts", json=SHOP_CART, headers=bearer("backend", roles=["shop"]))
    assert answer.status_code == 201, answer.text
    calls, trips = counted.asked
    assert calls == 0
    assert trips <= 2, counted.commands.sent


async def test_opening_a_shops_order_asks_stripe_once_and_mongodb_four_times(counted: Counted) -> None:
    answer = await counted.http.post("/api/checkouts", json=SHOP_CART, headers=bearer("backend", roles=["shop"]))
    created = answer.json()
    holder = {"Authorization": f"Bearer {created['token']}"}
    for most in (4, 2):
        counted.forget()
        opened = await counted.http.post(
            "/api/payments/create-intent", json={"orderId": created["orderId"]}, headers=holder
        )
        assert opened.status_code == 201, opened.text
        calls, trips = counted.asked
        assert calls == 1
        assert trips <= most, counted.commands.sent
