"""Whatever is sent: a 4xx that says why, never a 5xx, and nothing left behind."""

import json
import time
from collections.abc import Iterator, Mapping
from typing import Any

import jwt
import pytest

from tests.e2e.shop import ADDRESS, CART, Person, Shop

LONG = "x" * 201
ODD_TEXTS = ("\x00", "a\x00b", "line\nbreak", "\x7f", "\x1b[31m", "\ud800", "\u0085")
ODD_NUMBERS: tuple[Any, ...] = (0, -1, 1.5, "5", True, None, [], {}, 10**12, 2**63, 10**400, 1e300)


def odd_carts() -> Iterator[Any]:
    yield from (None, [], "cart", 5, {}, {"items": CART["items"]}, {"shippingAddress": ADDRESS})
    yield {**CART, "amount": 1}
    yield {**CART, "items": []}
    yield {**CART, "items": [*CART["items"]] * 51}
    for currency in ("", "USD", "us", "xyz", "chf", 5, "usd\x00"):
        yield {**CART, "currency": currency}
    for number in ODD_NUMBERS:
        yield {**CART, "items": [{"sku": "STICKER", "quantity": number}]}
    for sku in ("", "NOPE", "x" * 10_000, {"$ne": ""}, *ODD_TEXTS):
        yield {**CART, "items": [{"sku": sku, "quantity": 1}]}


def odd_addresses() -> Iterator[Any]:
    for text in (*ODD_TEXTS, "", " ", LONG, 5):
        for field in ("name", "line1", "city"):
            yield {**CART, "shippingAddress": {**ADDRESS, field: text}}
    for text in (*ODD_TEXTS, LONG):
        for field in ("line2", "state", "postalCode", "phone", "country"):
            yield {**CART, "shippingAddress": {**ADDRESS, field: text}}
    yield {**CART, "shippingAddress": {**ADDRESS, "country": "ZZ"}}
    yield {**CART, "shippingAddress": {**ADDRESS, "planet": "Mars"}}


def odd_wishes() -> Iterator[Any]:
    for email in ("", "nobody", "a@b", "a b@c.example", "a@c.example\r\nBcc: d@e.example", "x" * 300 + "@c.example"):
        yield {**CART, "receiptEmail": email}
    for locale in ("en\x00", "x" * 101, 5):
        yield {**CART, "locale": locale}
    for replaced in ("", "x" * 100, 5, {"$gt": ""}):
        yield {**CART, "replaces": replaced}
    yield {**CART, "savePaymentMethod": "yes"}


def sizes(shop: Shop, who: Person) -> dict[str, int]:
    mine = {"orders": {"userId": who.subject}, "users": {"_id": who.subject}, "idempotency_keys": {}}
    return {name: shop.database[name].count_documents(query) for name, query in mine.items()}


def test_a_cart_that_breaks_a_rule_leaves_nothing(shop: Shop) -> None:
    nobody = shop.person()
    before = sizes(shop, nobody)
    for number, cart in enumerate([*odd_carts(), *odd_addresses(), *odd_wishes()]):
        body = json.dumps(cart)
        headers = {**nobody.headers, "Content-Type": "application/json", "Idempotency-Key": f"bad-{number}"}
        for path in ("/api/payments/create-intent", "/api/checkout/quote"):
            answer = shop.api.post(shop.url + path, content=body, headers=headers)
            if path.endswith("quote") and answer.status_code == 200:
                continue
            assert answer.status_code == 422, (cart, answer.text)
            assert answer.headers["content-type"].startswith("application/problem+json")
            assert answer.json()["errors"], cart
    assert sizes(shop, nobody) == before


def test_other_bodies_that_break_a_rule_leave_nothing(shop: Shop) -> None:
    ada = shop.person()
    created = shop.paid(ada)
    before, written = shop.history(created), sizes(shop, ada)
    intent, order = f"/api/payments/intent/{created['paymentIntentId']}", f"/api/orders/{created['orderId']}"
    refund = {"orderId": created["orderId"]}
    bad: list[tuple[str, Person, Any]] = [
        ("/api/payments/refund", shop.admin, {}),
        ("/api/payments/refund", shop.admin, {**refund, "paymentIntentId": created["paymentIntentId"]}),
        *(
            ("/api/payments/refund", shop.admin, {**refund, "amount": number})
            for number in ODD_NUMBERS
            if number is not None
        ),
        *(("/api/payments/refund", shop.admin, {**refund, "note": text}) for text in (*ODD_TEXTS, "x" * 501)),
        ("/api/payments/refund", shop.admin, {**refund, "reason": "because"}),
        ("/api/payments/refund", shop.admin, {**refund, "currency": "usd"}),
        *(
            (f"{intent}/confirm", ada, {"paymentMethodId": text})
            for text in ("", "card_1", "pm_" + "x" * 300, None, *ODD_TEXTS)
        ),
        *(
            (f"{intent}/confirm", ada, {"paymentMethodId": "pm_card_visa", "returnUrl": url})
            for url in ("", "javascript:alert(1)", "//evil.example", "https://a b", 5)
        ),
        (f"{intent}/cancel", ada, {"reason": "bored"}),
        ("/api/payments/methods", ada, {"paymentMethodId": "tok_visa"}),
        ("/api/orders", ada, {"paymentIntentId": "../../v1/customers"}),
        ("/api/orders", ada, {}),
        (f"{order}/release", shop.admin, {"holdId": "x"}),
        (f"{order}/release", shop.admin, {"holdId": "hld_1", "note": "\x00"}),
    ]
    for path, who, body in bad:
        headers = {**who.headers, "Content-Type": "application/json"}
        answer = shop.api.post(shop.url + path, content=json.dumps(body), headers=headers)
        assert answer.status_code == 422, (path, body, answer.text)
    assert shop.history(created) == before
    assert sizes(shop, ada) == written
    assert shop.refunds_at_stripe(created) == []


@pytest.mark.parametrize(
    ("body", "content_type", "status"),
    [
        (b"", "application/json", 400),
        (b"{", "application/json", 400),
        (b'{"items": "\xff"}', "application/json", 400),
        (b"\xef\xbb\xbf{}", "application/json", 400),
        (b'{"items": NaN}', "application/json", 400),
        (b"{}{}", "application/json", 400),
        (b"[" * 20_000 + b"]" * 20_000, "application/json", 400),
        (b'{"a":' * 5_000 + b"1" + b"}" * 5_000, "application/json", 400),
        (b'{"items": ' + b"9" * 30_000 + b"}", "application/json", 422),
        (b"x" * 10_000_000, "application/json", 413),
        (b"{}", "text/plain", 415),
        (b"items=1", "application/x-www-form-urlencoded", 415),
        (b"{}", "application/json; charset=utf-16", 415),
        (b"{}", "", 415),
    ],
)
def test_a_body_that_is_none(shop: Shop, body: bytes, content_type: str, status: int) -> None:
    nobody = shop.person()
    for path in ("/api/payments/create-intent", "/api/checkout/quote", "/api/orders", "/api/payments/methods"):
        headers = {**nobody.headers, "Content-Type": content_type}
        answer = shop.api.post(shop.url + path, content=body, headers=headers)
        assert answer.status_code == status, (path, answer.text)
    assert shop.database["users"].find_one({"_id": nobody.subject}) is None


def tokens(secret: str) -> Iterator[tuple[str, str]]:
    soon, past = int(time.time()) + 600, int(time.time()) - 3600
    good = {"sub": "mallory", "exp": soon, "roles": ["admin"]}
    yield "unsigned", jwt.encode(good, "", "none")
    yield "another secret", jwt.encode(good, "x" * 40, "HS256")
    yield "another algorithm", jwt.encode(good, secret, "HS512")
    yield "cut", jwt.encode(good, secret, "HS256")[:-4]
    broken: Mapping[str, Mapping[str, Any]] = {
        "expired": {"exp": past},
        "not yet": {"nbf": soon},
        "no exp": {"exp": None},
        "no sub": {"sub": None},
        "blank sub": {"sub": ""},
        "odd exp": {"exp": "soon"},
        "nul": {"sub": "mal\x00lory"},
        "surrogate": {"sub": "\ud800"},
        "long": {"sub": "m" * 5_000},
        "number": {"sub": 5},
        "roles": {"roles": "admin"},
        "roles of numbers": {"roles": [1]},
        "email": {"email": 5},
    }
    for name, changed in broken.items():
        claims = {key: value for key, value in {**good, **changed}.items() if value is not None}
        yield name, jwt.encode(claims, secret, "HS256")
    yield "garbage", "a.b.c"


def test_a_token_that_is_none_opens_nothing(shop: Shop) -> None:
    for name, token in tokens(shop.details["jwtSecret"]):
        for path in ("/api/orders", "/api/admin/events", "/api/payments/methods"):
            answer = shop.api.get(shop.url + path, headers={"Authorization": f"Bearer {token}"})
            assert answer.status_code == 401, (name, path, answer.text)
            assert answer.headers["www-authenticate"].startswith("Bearer")


@pytest.mark.parametrize("email", ["nobody", "a@b\r\nBcc: c@d.example", "", "x" * 300 + "@c.example"])
def test_an_address_of_the_token_that_is_none_is_asked_for(shop: Shop, email: str) -> None:
    person = Person(subject="odd", email=email, headers=shop.bearer(sub=f"odd-{time.time_ns()}", email=email))
    answer = shop.post("/api/payments/create-intent", CART, person)
    assert answer.status_code in (401, 422), answer.text


@pytest.mark.parametrize(
    "odd",
    [
        "x" * 8_000,
        "%00",
        "%ff",
        "..%2f..",
        "pi_%F0%9F%98%80",
        "$ne",
        "%7B%22$gt%22:%22%22%7D",
        "pi_1",
        "ord_1",
        "T-0-0",
        "%20",
    ],
)
def test_an_id_that_nothing_has_is_not_found(shop: Shop, odd: str) -> None:
    for method, path in (
        ("GET", f"/api/orders/{odd}"),
        ("GET", f"/api/payments/intent/{odd}"),
        ("GET", f"/api/orders/{odd}/history"),
        ("DELETE", f"/api/payments/methods/{odd}"),
        ("POST", f"/api/admin/events/{odd}/replay"),
    ):
        answer = shop.api.request(method, shop.url + path, headers=shop.admin.headers)
        assert answer.status_code == 404, (method, path, answer.text)


@pytest.mark.parametrize(
    "query",
    [
        "limit=0",
        "limit=101",
        "limit=x",
        "limit=1&limit=2",
        "limit=%C2%B2",
        "cursor=",
        "cursor=zz",
        "cursor=%00",
        "status=odd",
    ],
)
def test_a_query_that_breaks_a_rule_is_reported_by_its_parameter(shop: Shop, query: str) -> None:
    for path in ("/api/orders", "/api/admin/events"):
        answer = shop.get(f"{path}?{query}", shop.admin)
        assert answer.status_code == 422, (path, answer.text)
        assert answer.json()["errors"][0]["field"] == f"query.{query.partition('=')[0]}"
