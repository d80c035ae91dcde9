"""Every fault of a body, a query or a path is named at once, by its field."""

from __future__ import annotations

import pytest

from application.checkout.start_checkout import EMAIL_MISSING
from tests.http.till import CART, Till, bearer


async def test_every_field_at_fault_is_named_at_once(till: Till) -> None:
    body = {
        "items": [{"sku": "tea\u0000green", "quantity": 0, "price": 1}, {"quantity": "1"}, 7],
        "shippingAddress": {"name": "x" * 201, "line1": " ", "city": "a\nb", "postalCode": "9", "country": "us"},
        "currency": "USD",
        "receiptEmail": "nobody",
        "locale": "english\u0000",
        "savePaymentMethod": "yes",
        "surprise\u0007": True,
    }

    answer = await till.post("/api/payments/create-intent", body)

    assert answer.status_code == 422
    faults = {fault["field"]: fault["message"] for fault in answer.json()["errors"]}
    assert set(faults) == {
        "items[0].sku",
        "items[0].quantity",
        "items[0].price",
        "items[1].sku",
        "items[1].quantity",
        "items[2]",
        "shippingAddress.name",
        "shippingAddress.line1",
        "shippingAddress.city",
        "shippingAddress.country",
        "currency",
        "receiptEmail",
        "locale",
        "savePaymentMethod",
        "surprise\N{REPLACEMENT CHARACTER}",
    }
    assert faults["items[0].sku"] == "must not contain control characters"
    assert faults["items[0].price"] == "is not a known field"
    assert faults["items[1].sku"] == "is required"
    assert faults["items[0].quantity"] == "must be a whole number from 1 to 10000"
    assert (await till.get("/api/orders")).json()["orders"] == []
    assert not till.model.totals.payments()


async def test_every_rule_that_a_checkout_breaks_is_named_at_once(till: Till) -> None:
    body = {
        "items": [{"sku": "no-such", "quantity": 1}],
        "shippingAddress": {**CART["shippingAddress"], "country": "ZZ"},
        "currency": "xyz",
    }

    answer = await till.post("/api/payments/create-intent", body, bearer("ada", email=None))

    assert answer.status_code == 422
    fields = {fault["field"] for fault in answer.json()["errors"]}
    assert fields == {"items[0].sku", "shippingAddress.country", "currency", "receiptEmail"}


@pytest.mark.parametrize(
    "email", ["a,b@c.example", "a@-c.example", "a@\N{HEAVY BLACK HEART}.example", "a\u3000b@c.example"]
)
async def test_an_address_that_no_mail_can_be_sent_to_is_refused(till: Till, email: str) -> None:
    answer = await till.post("/api/payments/create-intent", {**CART, "receiptEmail": email})

    assert answer.status_code == 422
    assert answer.json()["errors"] == [{"field": "receiptEmail", "message": "must be a mail address"}]


@pytest.mark.parametrize(
    "email", ["a@@b.example", "nobody", "ada@shop.example\n", "a@b\r\nBcc: c@d", "a" * 250 + "@b.example"]
)
async def test_a_login_with_an_address_that_no_mail_can_be_sent_to_is_one_without(till: Till, email: str) -> None:
    login = bearer("eve", email=email)

    unaddressed = await till.post("/api/payments/create-intent", CART, login)
    addressed = await till.post("/api/payments/create-intent", {**CART, "receiptEmail": "eve@shop.example"}, login)

    assert unaddressed.json()["errors"] == [{"field": "receiptEmail", "message": EMAIL_MISSING[1]}]
    assert addressed.status_code == 201


@pytest.mark.parametrize("ids", [{}, {"orderId": "ord_0", "paymentIntentId": "pi_0"}])
async def test_a_refund_that_names_no_single_order_gets_every_fault_at_once(till: Till, ids: dict[str, str]) -> None:
    answer = await till.post("/api/payments/refund", {**ids, "amount": 0, "surprise": 1}, till.admin)

    assert answer.status_code == 422
    fields = [fault["field"] for fault in answer.json()["errors"]]
    assert sorted(fields) == ["amount", "orderId", "paymentIntentId", "surprise"]


@pytest.mark.parametrize("blank", [" ", "\u3000", "\u00a0", "\u200b", "\ufeff", " \u200d\u2060\u200e "])
async def test_a_line_of_invisible_characters_is_blank(till: Till, blank: str) -> None:
    required = ("name", "line1", "city")
    blanks = dict.fromkeys((*required, "line2", "state", "phone", "postalCode"), blank)
    address = {**CART["shippingAddress"], "country": "IE", **blanks}

    answer = await till.post("/api/payments/create-intent", {**CART, "shippingAddress": address})
    assert answer.status_code == 422
    assert [fault["field"] for fault in answer.json()["errors"]] == [f"shippingAddress.{name}" for name in required]

    address |= dict.fromkeys(required, f"{blank}नीलम{blank}")
    created = await till.post("/api/payments/create-intent", {**CART, "shippingAddress": address})
    order = (await till.get(f"/api/orders/{created.json()['orderId']}")).json()
    assert [order["shippingAddress"].get(name) for name in ("line2", "state", "phone", "postalCode")] == [None] * 4


async def test_a_card_is_taken_only_as_the_id_that_stripe_gave_it(till: Till) -> None:
    number = {"paymentMethodId": "4242424242424242"}
    whole = {"paymentMethodId": "pm_card_visa", "card": {"number": "4242424242424242", "cvc": "737"}}
    confirming = f"/api/payments/intent/{(await till.started())['paymentIntentId']}/confirm"

    for path in ("/api/payments/methods", confirming):
        for body, field in ((number, "paymentMethodId"), (whole, "card")):
            answer = await till.post(path, body)
            assert (answer.status_code, [fault["field"] for fault in answer.json()["errors"]]) == (422, [field])
            assert "4242" not in answer.text


@pytest.mark.parametrize(
    ("query", "fields"),
    [
        ("limit=0", ["query.limit"]),
        ("limit=101", ["query.limit"]),
        ("limit=many&status=great&cursor=", ["query.limit", "query.cursor", "query.status"]),
        ("limit=1&limit=2", ["query.limit"]),
        ("limit=%EF%BC%91", ["query.limit"]),
        ("limit=1.0", ["query.limit"]),
        ("cursor=%00", ["query.cursor"]),
        ("cursor=not-a-cursor", ["query.cursor"]),
        ("userId=%ff%0a", ["query.userId"]),
        ("user=ada", ["query.user"]),
        ("expand%00=&limit=0", ["query.expand\N{REPLACEMENT CHARACTER}", "query.limit"]),
    ],
)
async def test_every_parameter_at_fault_is_named_at_once(till: Till, query: str, fields: list[str]) -> None:
    answer = await till.get(f"/api/orders?{query}")

    assert answer.status_code == 422
    assert [fault["field"] for fault in answer.json()["errors"]] == fields


@pytest.mark.parametrize(
    "path", ["/api/payments/methods", "/api/orders/ord_0", "/api/config", "/api/payments/intent/pi_0", "/health/ready"]
)
async def test_a_route_without_parameters_refuses_every_parameter(till: Till, path: str) -> None:
    answer = await till.get(f"{path}?email=ada@shop.example")

    assert answer.status_code == 422
    assert answer.json()["errors"] == [{"field": "query.email", "message": "is not a known parameter"}]


async def test_an_unknown_parameter_of_a_post_leaves_nothing_behind(till: Till) -> None:
    answer = await till.post("/api/payments/create-intent?dryRun=true", CART)

    assert (answer.status_code, [fault["field"] for fault in answer.json()["errors"]]) == (422, ["query.dryRun"])
    assert not till.model.totals.payments()


async def test_a_webhook_url_may_have_a_query(till: Till) -> None:
    await till.paid()
    delivery = till.model.deliveries_due()[0]

    answer = await till.http.post(
        "/api/payments/webhook?source=stripe", content=delivery.body, headers=delivery.headers
    )

    assert answer.status_code == 200


@pytest.mark.parametrize("sku", [" tea-green", "tea-green ", "\N{NO-BREAK SPACE}tea-green", " ", "tea\N{SPACE}-green "])
async def test_a_sku_has_no_blanks_at_its_ends(till: Till, sku: str) -> None:
    answer = await till.post("/api/checkout/quote", {"items": [{"sku": sku, "quantity": 3}]})

    assert answer.status_code == 422
    assert answer.json()["errors"] == [
        {"field": "items[0].sku", "message": "must be a SKU of 1 to 100 characters without blanks at its ends"}
    ]


@pytest.mark.parametrize("odd", ["%00", "%0a", "..%2f..%2fv1%2fcharges", "pi_%3Fexpand", "%ff", "pi_" + "x" * 300, "é"])
async def test_an_id_that_nothing_can_have_is_not_found(till: Till, odd: str) -> None:
    for path in (
        f"/api/payments/intent/{odd}",
        f"/api/orders/{odd}",
        f"/api/admin/events/{odd}/replay",
        f"/api/payments/methods/{odd}",
    ):
        method = {"i": "GET", "o": "GET", "e": "POST", "m": "DELETE"}[
            path.split("/")[-2][0] if "replay" not in path else "e"
        ]
        answer = await till.http.request(method, path, headers=till.admin)
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found"), path
