"""From a cart to a receipt and back: every answer has the shape that the contract gives it."""

from __future__ import annotations

import re

import pytest

from tests.http.till import ADDRESS, CART, Till, bearer


async def test_a_quote_shows_how_the_total_comes_about(till: Till) -> None:
    answer = await till.post("/api/checkout/quote", CART)

    assert answer.status_code == 200
    quote = answer.json()
    assert set(quote) == {"lines", "breakdown", "currency", "estimated"}
    assert quote["lines"] == [
        {"sku": "tea-green", "name": "Grüner Tee", "unitPrice": 1299, "quantity": 3, "total": 3897}
    ]
    breakdown = quote["breakdown"]
    assert breakdown["subtotal"] == 3897
    assert breakdown["total"] == breakdown["subtotal"] + breakdown["shipping"] + breakdown["tax"]
    assert (quote["currency"], quote["estimated"]) == ("usd", False)


async def test_without_an_address_a_quote_is_an_estimate(till: Till) -> None:
    answer = await till.post("/api/checkout/quote", {"items": [*CART["items"], *CART["items"]], "currency": "jpy"})

    assert answer.status_code == 200
    assert answer.json()["estimated"] is True
    assert answer.json()["currency"] == "jpy"
    assert [line["quantity"] for line in answer.json()["lines"]] == [6]


async def test_a_checkout_gives_its_owner_what_is_needed_to_pay(till: Till) -> None:
    quoted = (await till.post("/api/checkout/quote", CART)).json()
    answer = await till.post("/api/payments/create-intent", CART)

    assert answer.status_code == 201
    created = answer.json()
    assert set(created) == {
        *("clientSecret", "paymentIntentId", "orderId", "orderNumber", "amount", "currency", "breakdown")
    }
    assert created["breakdown"] == quoted["breakdown"]
    assert created["amount"] == quoted["breakdown"]["total"]
    assert re.fullmatch(r"T-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]", created["orderNumber"])
    entry = till.model.totals.payment(created["paymentIntentId"])
    assert (entry.amount, entry.metadata["till_order_id"]) == (created["amount"], created["orderId"])


async def test_a_payment_is_shown_as_stripe_has_it(till: Till) -> None:
    created = await till.started()

    answer = await till.get(f"/api/payments/intent/{created['paymentIntentId']}")

    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    assert answer.json() == {
        "id": created["paymentIntentId"],
        "status": "requires_payment_method",
        "amount": created["amount"],
        "amountReceived": 0,
        "currency": "usd",
        "orderId": created["orderId"],
        "clientSecret": created["clientSecret"],
    }


async def test_a_payment_is_its_owners_and_an_operator_sees_no_secret(till: Till) -> None:
    created = await till.started()
    path = f"/api/payments/intent/{created['paymentIntentId']}"

    assert (await till.get(path, till.bob)).status_code == 404
    seen = await till.get(path, till.admin)
    assert (seen.status_code, seen.json()["clientSecret"]) == (200, None)
    for act, body in (("confirm", {"paymentMethodId": "pm_card_visa"}), ("cancel", {})):
        for who in (till.bob, till.admin):
            assert (await till.post(f"{path}/{act}", body, who)).status_code == 404


async def test_a_saved_card_pays_once(till: Till) -> None:
    created = await till.started()
    method = await till.saved_method()
    path = f"/api/payments/intent/{created['paymentIntentId']}/confirm"

    paid = await till.post(path, {"paymentMethodId": method})
    again = await till.post(path, {"paymentMethodId": method})

    assert (paid.status_code, paid.json()["status"]) == (200, "succeeded")
    assert (paid.json()["amountReceived"], paid.json()["clientSecret"]) == (created["amount"], None)
    assert (again.status_code, again.json()["status"]) == (200, "succeeded")
    assert len(till.model.totals.payment(created["paymentIntentId"]).charges) == 1


async def test_an_order_is_placed_once_and_shown_whole(till: Till) -> None:
    created = await till.paid()
    body = {"paymentIntentId": created["paymentIntentId"]}

    placed = await till.post("/api/orders", body)
    again = await till.post("/api/orders", body)

    assert placed.status_code in (200, 201)
    assert again.status_code == 200
    order = again.json()
    assert set(order) == {
        *("id", "orderNumber", "userId", "status", "items", "shippingAddress", "breakdown", "currency", "total"),
        *("holds", "payment", "createdAt", "updatedAt", "reference", "receiptEmail", "discounts", "metadata", "seq"),
    }
    assert (order["id"], order["orderNumber"]) == (created["orderId"], created["orderNumber"])
    assert (order["status"], order["userId"], order["total"]) == ("confirmed", "ada", created["amount"])
    assert order["shippingAddress"] == ADDRESS
    payment = order["payment"]
    assert set(payment) == {
        *("method", "status", "paymentIntentId", "amount", "amountCaptured", "amountRefunded", "refundable"),
        *("refunds", "disputes", "captureMethod", "amountCapturable"),
    }
    assert (payment["method"], payment["status"]) == ("card", "succeeded")
    assert payment["amountCaptured"] == payment["refundable"] == created["amount"]
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", order["createdAt"])


async def test_the_browser_that_comes_first_confirms_the_order(till: Till) -> None:
    created = await till.started()
    secret = created["clientSecret"]
    till.model.handle(
        "POST",
        f"/v1/payment_intents/{created['paymentIntentId']}/confirm",
        {"Authorization": f"Bearer {till.model.publishable_key}", "Stripe-Version": "2026-09-30.endive"},
        f"client_secret={secret}&payment_method=pm_card_visa&return_url=https%3A%2F%2Fshop.example".encode(),
    )

    placed = await till.post("/api/orders", {"paymentIntentId": created["paymentIntentId"]})
    again = await till.post("/api/orders", {"paymentIntentId": created["paymentIntentId"]})

    assert (placed.status_code, again.status_code) == (201, 200)
    assert (placed.json()["status"], again.json()["status"]) == ("confirmed", "confirmed")


async def test_an_unpaid_order_is_not_confirmed(till: Till) -> None:
    created = await till.started()

    answer = await till.post("/api/orders", {"paymentIntentId": created["paymentIntentId"]})

    assert answer.status_code == 409
    problem = answer.json()
    assert (problem["code"], problem["paymentStatus"]) == ("payment_not_succeeded", "requires_payment_method")
    assert problem["orderId"] == created["orderId"]


async def test_a_webhook_confirms_the_order_and_may_come_twice(till: Till) -> None:
    created = await till.paid()

    assert set(await till.deliver()) == {200}
    placed = await till.post("/api/orders", {"paymentIntentId": created["paymentIntentId"]})

    assert (placed.status_code, placed.json()["status"]) == (200, "confirmed")


async def test_orders_are_listed_newest_first_and_by_pages(till: Till) -> None:
    numbers = []
    for _ in range(5):
        numbers.append((await till.started())["orderNumber"])
        till.clock.advance(7)
    await till.started(till.bob)

    first = (await till.get("/api/orders?limit=3")).json()
    second = (await till.get(f"/api/orders?limit=3&cursor={first['nextCursor']}")).json()

    listed = [order["orderNumber"] for order in first["orders"] + second["orders"]]
    assert listed == numbers[::-1]
    assert second["nextCursor"] is None


async def test_operators_see_all_orders_or_one_shoppers(till: Till) -> None:
    mine, bobs = await till.started(), await till.started(till.bob)

    everyone = (await till.get("/api/orders", till.admin)).json()["orders"]
    only_bobs = (await till.get("/api/orders?userId=bob", till.admin)).json()["orders"]
    own = (await till.get("/api/orders?userId=ada")).json()["orders"]
    anothers = (await till.get("/api/orders?userId=bob")).json()

    assert {order["id"] for order in everyone} == {mine["orderId"], bobs["orderId"]}
    assert [order["id"] for order in only_bobs] == [bobs["orderId"]]
    assert [order["id"] for order in own] == [mine["orderId"]]
    assert anothers == {"orders": [], "nextCursor": None}


async def test_an_order_is_found_by_its_number_in_any_case(till: Till) -> None:
    created = await till.started()

    for spelt in (created["orderId"], created["orderNumber"], created["orderNumber"].lower()):
        assert (await till.get(f"/api/orders/{spelt}")).json()["id"] == created["orderId"]
    assert (await till.get(f"/api/orders/{created['orderId']}", till.bob)).status_code == 404
    assert (await till.get(f"/api/orders/{created['orderId']}", till.admin)).status_code == 200


@pytest.mark.parametrize("around", ["%20", "%20%20", "%C2%A0"])
async def test_an_order_is_found_by_what_was_pasted_with_blanks_around_it(till: Till, around: str) -> None:
    created = await till.started()

    for reference in (created["orderId"], created["orderId"].upper(), created["orderNumber"]):
        answer = await till.get(f"/api/orders/{around}{reference}{around}")
        assert (answer.status_code, answer.json().get("id")) == (200, created["orderId"])


async def test_a_checkout_is_canceled_and_stays_so(till: Till) -> None:
    created = await till.started()
    path = f"/api/payments/intent/{created['paymentIntentId']}/cancel"

    canceled = await till.post(path, {"reason": "abandoned"})
    again = await till.http.post(path, headers=till.ada)

    assert (canceled.status_code, canceled.json()["status"]) == (200, "canceled")
    assert (again.status_code, again.json()["status"]) == (200, "canceled")
    assert (await till.get(f"/api/orders/{created['orderId']}")).json()["status"] == "canceled"


async def test_what_is_paid_is_not_canceled_nor_replaced(till: Till) -> None:
    created = await till.paid()

    canceled = await till.post(f"/api/payments/intent/{created['paymentIntentId']}/cancel")
    replaced = await till.post("/api/payments/create-intent", {**CART, "replaces": created["orderId"]})

    for answer in (canceled, replaced):
        assert answer.status_code == 409
        assert (answer.json()["code"], answer.json()["orderId"]) == ("checkout_already_paid", created["orderId"])


async def test_a_declined_card_has_a_plain_message_and_may_be_tried_again(till: Till) -> None:
    created = await till.started()
    path = f"/api/payments/intent/{created['paymentIntentId']}/confirm"
    bad = await till.saved_method("pm_card_chargeCustomerFail")

    declined = await till.post(path, {"paymentMethodId": bad})
    shown = await till.get(f"/api/payments/intent/{created['paymentIntentId']}")
    paid = await till.post(path, {"paymentMethodId": await till.saved_method()})

    assert declined.status_code == 402
    assert declined.json()["code"] == "card_declined"
    assert declined.json()["declineCode"]
    assert declined.json()["detail"]
    assert shown.json()["lastError"]["message"] == declined.json()["detail"]
    assert (paid.status_code, paid.json()["status"]) == (200, "succeeded")


async def test_saved_methods_are_listed_and_forgotten(till: Till) -> None:
    assert (await till.get("/api/payments/methods")).json() == {"paymentMethods": []}
    method = await till.saved_method()

    listed = (await till.get("/api/payments/methods")).json()["paymentMethods"]
    assert [(one["id"], one["type"], one["brand"], one["last4"]) for one in listed] == [
        (method, "card", "visa", "4242")
    ]
    assert set(listed[0]) == {"id", "type", "brand", "last4", "expMonth", "expYear", "isDefault"}

    path = f"/api/payments/methods/{method}"
    assert (await till.http.delete(path, headers=till.bob)).status_code == 404
    gone = await till.http.delete(path, headers=till.ada)
    assert (gone.status_code, gone.content) == (204, b"")
    assert (await till.http.delete(path, headers=till.ada)).status_code == 404
    assert (await till.get("/api/payments/methods")).json() == {"paymentMethods": []}


async def test_without_any_address_no_receipt_could_be_sent(till: Till) -> None:
    nobody = bearer("eve", email=None)

    refused = await till.post("/api/payments/create-intent", CART, nobody)
    accepted = await till.post("/api/payments/create-intent", {**CART, "receiptEmail": "eve@shop.example"}, nobody)

    assert refused.status_code == 422
    assert [fault["field"] for fault in refused.json()["errors"]] == ["receiptEmail"]
    assert accepted.status_code == 201


async def test_what_is_not_sold_is_named_entry_by_entry(till: Till) -> None:
    items = [{"sku": "no-such", "quantity": 1}, {"sku": "tea-green", "quantity": 9999}]

    answer = await till.post("/api/checkout/quote", {"items": items})

    assert answer.status_code == 422
    assert [fault["field"] for fault in answer.json()["errors"]] == ["items[0].sku", "items[1].quantity"]
