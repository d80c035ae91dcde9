"""The shop takes the money when its goods leave: all of it or a part, once; or lets it go."""

from __future__ import annotations

import pytest

from tests.http.test_checkouts import created, holder, pay
from tests.http.till import Till, running


async def held(till: Till, reference: str = "one") -> dict[str, str]:
    """An order whose money is held: its id, and its payment's."""
    checkout = await created(till, reference=reference, captureMethod="manual")
    opened = (await till.post("/api/payments/create-intent", {"orderId": checkout["orderId"]}, holder(checkout))).json()
    pay(till, opened)
    await till.deliver()
    return {"orderId": opened["orderId"], "paymentIntentId": opened["paymentIntentId"]}


async def test_an_authorized_order_is_confirmed_and_captured_once(till: Till) -> None:
    order = await held(till)
    shown = (await till.get(f"/api/orders/{order['orderId']}", till.shop)).json()
    payment = shown["payment"]
    assert (shown["status"], payment["status"], payment["captureMethod"]) == ("confirmed", "authorized", "manual")
    assert (payment["amountCapturable"], payment["amountCaptured"]) == (4568, 0)
    assert payment["captureBefore"] == "2026-03-21T09:26:53.000Z"

    more = await till.post("/api/payments/capture", {**order, "paymentIntentId": None, "amount": 4569}, till.shop)
    part = {"paymentIntentId": order["paymentIntentId"], "amount": 777}
    taken = await till.post("/api/payments/capture", part, till.shop, key="k1")
    again = await till.post("/api/payments/capture", part, till.shop, key="k1")
    other = await till.post("/api/payments/capture", part, till.admin)

    assert (more.status_code, more.json()["code"]) == (409, "capture_exceeds_authorization")
    assert more.json()["amountCapturable"] == 4568
    assert (taken.status_code, again.status_code) == (200, 200)
    payment = again.json()["payment"]
    assert (payment["status"], payment["amountCaptured"], payment["refundable"]) == ("succeeded", 777, 777)
    assert "captureBefore" not in payment
    assert (other.status_code, other.json()["code"]) == (409, "nothing_to_capture")
    assert other.json()["paymentStatus"] == "succeeded"
    late = await till.post(f"/api/orders/{order['orderId']}/cancel", {}, till.shop)
    assert (late.status_code, late.json()["code"]) == (409, "already_captured")
    assert late.json()["orderId"] == order["orderId"]


async def test_a_capture_that_stripe_refuses_takes_nothing(till: Till) -> None:
    order = await held(till)
    intent = till.model._account.payment_intents.find(order["paymentIntentId"], "intent")
    intent["amount_capturable"] = 1

    refused = await till.post("/api/payments/capture", {"orderId": order["orderId"]}, till.shop)

    assert (refused.status_code, refused.json()["code"]) == (409, "capture_refused")


async def test_what_was_released_at_stripe_is_not_captured(till: Till) -> None:
    order = await held(till)
    path = f"/v1/payment_intents/{order['paymentIntentId']}/cancel"
    till.model.handle("POST", path, {"Authorization": f"Bearer {till.model.secret_key}"}, b"")

    refused = await till.post("/api/payments/capture", {"orderId": order["orderId"]}, till.shop)

    assert (refused.status_code, refused.json()["code"]) == (409, "nothing_to_capture")
    assert refused.json()["paymentStatus"] == "canceled"


async def test_an_order_is_canceled_by_its_number_as_often_as_asked(till: Till) -> None:
    order = await held(till)
    number = (await till.get(f"/api/orders/{order['orderId']}", till.admin)).json()["orderNumber"]

    for _ in range(2):
        answer = await till.post(f"/api/orders/{number}/cancel", {}, till.shop)
        assert (answer.status_code, answer.json()["status"]) == (200, "canceled")
    history = (await till.get(f"/api/orders/{order['orderId']}/history", till.admin)).json()["entries"]
    assert {entry["actor"] for entry in history} <= {"shop:backend", "user:ada", "stripe"}


@pytest.mark.parametrize("path", ["/api/payments/capture", "/api/orders/T-0000-0000-0000-0/cancel"])
async def test_shoppers_neither_capture_nor_cancel(till: Till, path: str) -> None:
    answer = await till.post(path, {"orderId": "T-0000-0000-0000-0"} if "capture" in path else {})
    assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")


async def test_a_capture_names_one_order(till: Till) -> None:
    for body in ({}, {"orderId": "ord_1", "paymentIntentId": "pi_1"}):
        answer = await till.post("/api/payments/capture", body, till.shop)
        assert {fault["field"] for fault in answer.json()["errors"]} == {"orderId", "paymentIntentId"}


async def test_every_checkout_is_captured_later_where_the_setting_says_so() -> None:
    async with running(CAPTURE_METHOD="manual") as till:
        started = await till.started()
        checkout = await created(till)
        at_once = await created(till, reference="two", captureMethod="automatic")
        methods = [
            (await till.get(f"/api/orders/{each['orderId']}", till.admin)).json()["payment"]["captureMethod"]
            for each in (started, checkout, at_once)
        ]
    assert methods == ["manual", "manual", "automatic"]
