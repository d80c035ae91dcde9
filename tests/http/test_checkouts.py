"""A shop names its own prices: one order for a reference, a link to pay it, and a token that opens nothing else."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from litestar.routes import HTTPRoute

from entrypoints.http.requests.guards import GUARDS
from stripe_stand_in.model import NEWEST
from tests.http.till import ADDRESS, CART, SHOP_CART, Till, bearer


def without(*names: str, **others: Any) -> dict[str, Any]:
    """The shop's cart without some fields and with others."""
    return {name: value for name, value in SHOP_CART.items() if name not in names} | others


async def created(till: Till, **others: Any) -> dict[str, Any]:
    """An order at the shop's prices, for ada."""
    answer = await till.post("/api/checkouts", without(**others), till.shop)
    assert answer.status_code == 201, answer.text
    checkout: dict[str, Any] = answer.json()
    return checkout


def holder(checkout: Mapping[str, Any]) -> dict[str, str]:
    """The header of a caller with the payment link."""
    return {"Authorization": f"Bearer {checkout['token']}"}


def pay(till: Till, opened: Mapping[str, Any]) -> None:
    """The browser pays at Stripe."""
    answer = till.model.handle(
        "POST",
        f"/v1/payment_intents/{opened['paymentIntentId']}/confirm",
        {"Stripe-Version": NEWEST, "Authorization": f"Bearer {till.model.publishable_key}"},
        f"client_secret={opened['clientSecret']}&payment_method=pm_card_visa&return_url=https://s/".encode(),
    )
    assert answer.status == 200, answer.body


async def test_an_order_is_as_the_shop_priced_it_from_its_link_to_its_receipt(till: Till) -> None:
    checkout = await created(till)

    assert (checkout["reference"], checkout["currency"], checkout["total"]) == ("cart 2094", "usd", 4568)
    assert checkout["breakdown"] == {
        "subtotal": 3897,
        "discount": 301,
        "shipping": 699,
        "shippingName": "By bicycle",
        "tax": 273,
        "taxIncluded": False,
        "total": 4568,
    }
    link = urlsplit(checkout["url"])
    assert parse_qs(link.fragment) == {"token": [checkout["token"]], "order": [checkout["orderId"]]}
    assert not link.query

    opened = await till.post("/api/payments/create-intent", {"orderId": checkout["orderId"]}, holder(checkout))
    again = await till.post("/api/payments/create-intent", {"orderId": checkout["orderNumber"]}, holder(checkout))
    assert (opened.status_code, again.status_code) == (201, 201)
    assert opened.json() == again.json()
    assert opened.json()["amount"] == 4568
    pay(till, opened.json())
    placed = await till.post("/api/orders", {"paymentIntentId": opened.json()["paymentIntentId"]}, holder(checkout))
    assert placed.status_code == 201, placed.text
    order = (await till.get(f"/api/orders/{checkout['orderId']}", holder(checkout))).json()
    assert (order["status"], order["reference"], order["metadata"]) == ("confirmed", "cart 2094", {"basket": "7"})
    assert order["discounts"] == [{"name": "AUTUMN", "amount": 301}]
    assert [item["name"] for item in order["items"]] == ["Grüner Tee", "Gift wrap"]
    assert order["payment"]["captureMethod"] == "automatic"
    (payment,) = till.model.totals.payments()
    assert payment.metadata["basket"] == "7"


async def test_the_same_request_has_the_same_order_and_another_one_none(till: Till) -> None:
    checkout = await created(till)

    same = await till.post("/api/checkouts", without(shipping=SHOP_CART["shipping"], replaces=None), till.shop)
    other = await till.post("/api/checkouts", without(metadata={"basket": "8"}), till.shop)

    assert (same.status_code, same.json()) == (200, checkout)
    assert (other.status_code, other.json()["code"]) == (409, "reference_reused")
    assert len((await till.get("/api/orders", till.admin)).json()["orders"]) == 1


async def test_under_a_key_the_same_answer_comes_again_and_no_token_is_stored(till: Till) -> None:
    first = await till.post("/api/checkouts", SHOP_CART, till.shop, key="k1")
    again = await till.post("/api/checkouts", SHOP_CART, till.shop, key="k1")

    assert (again.status_code, again.json()) == (201, first.json())
    assert again.headers["idempotency-replayed"] == "true"
    assert first.json()["token"] not in str(vars(till.keys))


async def test_a_reference_is_used_once_however_many_post_it_at_once(till: Till) -> None:
    answers = await asyncio.gather(*(till.post("/api/checkouts", SHOP_CART, till.shop) for _ in range(16)))

    assert sorted(answer.status_code for answer in answers) == [*[200] * 15, 201]
    assert len({answer.json()["orderId"] for answer in answers}) == 1


@pytest.mark.parametrize(
    ("body", "code", "members"),
    [
        (without(total=4567), "total_mismatch", {"total": 4567, "computedTotal": 4568}),
        (without("shipping", "tax", discounts=[{"name": "FREE", "amount": 3897}], total=0), "nothing_to_pay", {}),
    ],
)
async def test_a_total_that_does_not_add_up_leaves_nothing_behind(
    till: Till, body: dict[str, Any], code: str, members: dict[str, Any]
) -> None:
    answer = await till.post("/api/checkouts", body, till.shop)

    assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert members.items() <= answer.json().items()
    assert (await till.get("/api/orders", till.admin)).json()["orders"] == []


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"currency": "xxx"}, "currency"),
        ({"currency": "kwd"}, "items[0].unitPrice"),
        ({"reference": ""}, "reference"),
        ({"reference": "ünprintable"}, "reference"),
        ({"items": []}, "items"),
        ({"total": -1}, "total"),
        ({"discounts": [{"name": "nothing", "amount": 0}]}, "discounts[0].amount"),
        ({"tax": {"amount": 1, "rate": 19}}, "tax.rate"),
        ({"tax": {"amount": 1, "rate": "NaN"}}, "tax.rate"),
        ({"tax": {"amount": 1, "rate": True}}, "tax.rate"),
        ({"tax": {"amount": 1, "rate": "a fifth"}}, "tax.rate"),
        ({"metadata": {str(number): "" for number in range(21)}}, "metadata"),
        ({"metadata": {"till_order_id": "mine"}}, "metadata.till_order_id"),
        ({"metadata": {"a[b]": "1"}}, "metadata"),
        ({"metadata": {"bell": "\a"}}, "metadata.bell"),
        ({"receiptEmail": "ada@-.example"}, "receiptEmail"),
        ({"expiresAt": "2026-01-01T00:00:00Z"}, "expiresAt"),
        ({"expiresAt": "9999-12-31T23:59:59-23:00"}, "expiresAt"),
        ({"expiresAt": "tomorrow"}, "expiresAt"),
        ({"surprise": 1}, "surprise"),
    ],
)
async def test_every_field_at_fault_is_named(till: Till, change: dict[str, Any], field: str) -> None:
    answer = await till.post("/api/checkouts", without(**change), till.shop)

    assert (answer.status_code, answer.json()["code"]) == (422, "validation_failed"), answer.text
    assert field in [fault["field"] for fault in answer.json()["errors"]]


async def test_only_the_shops_own_servers_name_prices(till: Till) -> None:
    for who in (till.ada, till.admin):
        answer = await till.post("/api/checkouts", SHOP_CART, who)
        assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")


async def test_a_download_needs_no_address_and_its_shopper_may_name_one_at_first(till: Till) -> None:
    download = await created(till, reference="song", shippingAddress=None, receiptEmail=None)
    path, order = "/api/payments/create-intent", {"orderId": download["orderId"]}

    nobody = await till.post(path, order, holder(download))
    opened = await till.post(path, {**order, "receiptEmail": "ada@shop.example"}, holder(download))
    later = await till.post(path, {**order, "shippingAddress": ADDRESS}, holder(download))
    corrected = await till.post(path, {**order, "receiptEmail": "ada@elsewhere.example"}, holder(download))

    assert [fault["field"] for fault in nobody.json()["errors"]] == ["receiptEmail"]
    assert (opened.status_code, corrected.status_code) == (201, 201)
    assert [fault["field"] for fault in later.json()["errors"]] == ["shippingAddress"]
    shown = (await till.get(f"/api/orders/{download['orderId']}", till.shop)).json()
    assert (shown["shippingAddress"], shown["receiptEmail"]) == (None, "ada@elsewhere.example")

    parcel = await created(till, reference="parcel", shippingAddress=None)
    body = {"orderId": parcel["orderId"], "shippingAddress": ADDRESS}
    assert (await till.post(path, body, holder(parcel))).status_code == 201
    assert (await till.get(f"/api/orders/{parcel['orderId']}", holder(parcel))).json()["shippingAddress"] == ADDRESS


async def test_what_the_shop_named_nobody_edits(till: Till) -> None:
    checkout = await created(till)
    elsewhere = {**ADDRESS, "name": "Somebody else"}

    moved = await till.post(
        "/api/payments/create-intent",
        {"orderId": checkout["orderId"], "shippingAddress": elsewhere},
        holder(checkout),
    )
    priced = await till.post(
        "/api/payments/create-intent",
        {"orderId": checkout["orderId"], "items": CART["items"], "currency": "eur"},
        holder(checkout),
    )

    assert [fault["field"] for fault in moved.json()["errors"]] == ["shippingAddress"]
    assert {fault["field"] for fault in priced.json()["errors"]} == {"items", "currency"}


async def test_a_checkout_that_nobody_opened_expires_without_a_word_to_stripe(till: Till) -> None:
    checkout = await created(till, expiresAt="2026-03-15T00:00:00Z")
    till.clock.advance(timedelta(days=400).total_seconds())

    answer = await till.post("/api/payments/create-intent", {"orderId": checkout["orderId"]}, bearer("ada"))

    assert (answer.status_code, answer.json()["code"]) == (409, "payment_closed")
    repeated = await till.post("/api/checkouts", without(expiresAt="2026-03-15T00:00:00Z"), till.shop)
    assert (repeated.status_code, repeated.json()["orderId"]) == (200, checkout["orderId"])
    assert not till.model.totals.served.total()


async def test_a_checkout_is_replaced_and_whatever_replaced_it_since_too(till: Till) -> None:
    path = "/api/payments/create-intent"
    first = await created(till, reference="one")
    opened = (await till.post(path, {"orderId": first["orderId"]}, holder(first))).json()
    second = await created(till, reference="two", replaces=first["orderId"])
    third = await created(till, reference="three", replaces=first["orderNumber"])

    assert (await till.get(f"/api/payments/intent/{opened['paymentIntentId']}")).json()["status"] == "canceled"
    closed = await till.post(path, {"orderId": second["orderId"]}, holder(second))
    assert (closed.status_code, closed.json()["code"]) == (409, "payment_closed")
    pay(till, (await till.post(path, {"orderId": third["orderId"]}, holder(third))).json())
    fourth = await till.post("/api/checkouts", without(reference="four", replaces=first["orderId"]), till.shop)
    assert (fourth.status_code, fourth.json()["code"]) == (409, "checkout_already_paid")
    assert fourth.json()["orderId"] == third["orderId"]
    paid = await till.post(path, {"orderId": third["orderId"]}, holder(third))
    assert (paid.status_code, paid.json()["code"]) == (409, "checkout_already_paid")
    strange = await till.post(
        "/api/checkouts", without(reference="five", userId="bob", replaces=first["orderId"]), till.shop
    )
    assert strange.status_code == 404


def _routes(till: Till) -> Iterable[tuple[str, str, Mapping[str, Any]]]:
    for route in till.app.litestar.routes:
        if not isinstance(route, HTTPRoute):
            continue
        for handler in route.route_handlers:
            if any(guard in GUARDS for guard in handler.resolve_guards()):
                yield from ((method, route.path_format, handler.opt) for method in handler.http_methods - {"OPTIONS"})


async def test_the_token_of_a_checkout_opens_no_other_route(till: Till) -> None:
    checkout = await created(till)
    tried = []
    for method, path, opt in _routes(till):
        if "opened_by_checkout" in opt:
            continue
        concrete = path
        for name in ("{order}", "{order_id}"):
            concrete = concrete.replace(name, checkout["orderId"])
        concrete = concrete.replace("{", "").replace("}", "")
        answer = await till.http.request(method, concrete, json={}, headers=holder(checkout))
        assert (answer.status_code, answer.json()["code"]) == (403, "forbidden"), (method, path)
        tried.append((method, path))
    assert len(tried) >= 12


async def test_the_token_of_a_checkout_opens_no_other_order_of_the_same_shopper(till: Till) -> None:
    checkout = await created(till)
    other = await till.started()
    intent, key = other["paymentIntentId"], "k1"
    method = await till.saved_method()
    await till.post("/api/payments/create-intent", CART, key=key)

    cart = await till.post("/api/payments/create-intent", CART, holder(checkout), key=key)
    answers = [
        await till.post("/api/payments/create-intent", {"orderId": other["orderId"]}, holder(checkout)),
        await till.get(f"/api/payments/intent/{intent}", holder(checkout)),
        await till.post(f"/api/payments/intent/{intent}/confirm", {"paymentMethodId": method}, holder(checkout)),
        await till.post(f"/api/payments/intent/{intent}/cancel", {}, holder(checkout)),
        await till.post("/api/orders", {"paymentIntentId": intent}, holder(checkout)),
        await till.get(f"/api/orders/{other['orderId']}", holder(checkout)),
    ]

    assert (cart.status_code, cart.json()["code"]) == (403, "forbidden")
    assert [answer.status_code for answer in answers] == [404] * 6
    assert (await till.get(f"/api/payments/intent/{intent}")).json()["status"] == "requires_payment_method"


async def test_the_shopper_may_open_the_order_by_their_own_token_too(till: Till) -> None:
    checkout = await created(till)

    mine = await till.post("/api/payments/create-intent", {"orderId": checkout["orderId"]})
    another = await till.post("/api/payments/create-intent", {"orderId": checkout["orderId"]}, till.bob)

    assert (mine.status_code, another.status_code) == (201, 404)
