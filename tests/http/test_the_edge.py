"""What every answer carries, whom the edge lets in, and how it turns others away."""

from __future__ import annotations

import re
from collections.abc import Mapping, MutableMapping
from typing import Any

import httpx
import pytest

from adapters.in_memory.rate_limiter import InMemoryRateLimiter
from adapters.in_memory.stripe import Fault
from application.checkout.start_checkout import EMAIL_MISSING
from tests.http.till import CART, Till, bearer, running

EVERYWHERE: Mapping[str, str] = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "strict-origin-when-cross-origin",
    "cross-origin-opener-policy": "same-origin-allow-popups",
    "cross-origin-resource-policy": "same-origin",
}


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/", 200),
        ("GET", "/admin", 200),
        ("GET", "/api/config", 200),
        ("GET", "/api/orders", 401),
        ("GET", "/no/such/path", 404),
        ("GET", "/static/no-such-file.js", 404),
        ("PUT", "/api/orders", 405),
        ("GET", "/health/ready", 200),
        ("OPTIONS", "/api/orders", 204),
        ("GET", "/schema/openapi.json", 200),
        ("GET", "/metrics", 200),
    ],
)
async def test_every_answer_is_named_and_guarded(till: Till, method: str, path: str, status: int) -> None:
    answer = await till.http.request(method, path)

    assert answer.status_code == status
    assert re.fullmatch(r"req_[0-9a-f]{24}", answer.headers["x-request-id"])
    assert {name: answer.headers[name] for name in EVERYWHERE} == EVERYWHERE
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
    assert "permissions-policy" in answer.headers
    if status >= 400:
        problem = answer.json()
        assert answer.headers["content-type"] == "application/problem+json"
        assert {"type", "title", "status", "detail", "code", "requestId"} <= set(problem)
        assert problem["type"] == f"/problems/{problem['code']}"
        assert (problem["status"], problem["requestId"]) == (status, answer.headers["x-request-id"])


async def test_a_sane_request_id_is_kept_and_no_other(till: Till) -> None:
    kept = await till.http.get("/health/live", headers={"X-Request-Id": "order-42.of_ada"})
    assert kept.headers["x-request-id"] == "order-42.of_ada"

    for odd in ("short", "x" * 65, 'a"b{}<script>', "with spaces in it", ""):
        minted = await till.http.get("/health/live", headers={"X-Request-Id": odd})
        assert minted.headers["x-request-id"].startswith("req_")


async def test_a_method_that_is_not_there_names_those_that_are(till: Till) -> None:
    answer = await till.http.delete("/api/orders/ord_0", headers=till.ada)

    assert (answer.status_code, answer.json()["code"]) == (405, "method_not_allowed")
    assert answer.headers["allow"] == "GET, OPTIONS"


async def test_head_answers_as_get_does_without_content(till: Till) -> None:
    answer = await till.http.head("/api/config")

    assert (answer.status_code, answer.content) == (200, b"")
    assert int(answer.headers["content-length"]) > 0


@pytest.mark.parametrize("authorization", ["", "Bearer", "Basic YTpi", "Bearer no.such.token", "Bearer  ", "nonsense"])
async def test_without_a_good_token_nobody_gets_in(till: Till, authorization: str) -> None:
    answer = await till.http.get("/api/orders", headers={"Authorization": authorization})

    assert (answer.status_code, answer.json()["code"]) == (401, "unauthenticated")
    assert answer.headers["www-authenticate"].startswith('Bearer realm="till"')


async def test_a_bad_token_does_not_close_an_open_route(till: Till) -> None:
    assert (await till.http.get("/api/config", headers={"Authorization": "Bearer nonsense"})).status_code == 200


@pytest.mark.parametrize(
    ("content", "content_type", "status", "code"),
    [
        (b'{"items"', "application/json", 400, "malformed_request"),
        (b"", "application/json", 400, "malformed_request"),
        (b'{"items": "\xff"}', "application/json", 400, "malformed_request"),
        ('{"items": []}'.encode("utf-16"), "application/json", 400, "malformed_request"),
        (b"\xef\xbb\xbf{}", "application/json", 400, "malformed_request"),
        (b'{"items": NaN}', "application/json", 400, "malformed_request"),
        (b"[" * 50_000, "application/json", 400, "malformed_request"),
        (b'{"a":' * 5_000 + b"1" + b"}" * 5_000, "application/json", 400, "malformed_request"),
        (b"[" * 40 + b"]" * 40, "application/json", 400, "malformed_request"),
        (b"{}", "text/plain", 415, "unsupported_media_type"),
        (b"{}", "application/x-www-form-urlencoded", 415, "unsupported_media_type"),
        (b"{}", "", 415, "unsupported_media_type"),
        (b"{}", "application/json; charset=latin-1", 415, "unsupported_media_type"),
        (b"{}", "application/jsonp", 415, "unsupported_media_type"),
        (b" " * 65_537, "application/json", 413, "payload_too_large"),
        (b"[]", "application/json", 422, "validation_failed"),
        (b"null", "application/json", 422, "validation_failed"),
        (b'"text"', "application/json", 422, "validation_failed"),
        (b'{"items": 1e400}', "application/json", 422, "validation_failed"),
        (b'{"items": ' + b"9" * 5000 + b"}", "application/json", 422, "validation_failed"),
        (b'{"items": -' + b"9" * 5000 + b"}", "application/json", 422, "validation_failed"),
        (b"{}", "application/json; foo=bar", 422, "validation_failed"),
        (b"{}", 'Application/JSON;foo="a; charset=latin-1" ; Charset="UTF-8"', 422, "validation_failed"),
        (b"{}", "application/json; foo=bar; charset=latin-1", 415, "unsupported_media_type"),
    ],
)
async def test_a_body_that_is_no_sound_json_is_refused(
    till: Till, content: bytes, content_type: str, status: int, code: str
) -> None:
    headers = {**till.ada, "Content-Type": content_type}

    answer = await till.http.post("/api/checkout/quote", content=content, headers=headers)

    assert (answer.status_code, answer.json()["code"]) == (status, code)


async def test_a_body_of_unknown_length_is_limited_as_it_comes(till: Till) -> None:
    async def chunks() -> object:
        for _ in range(100):
            yield b" " * 1000

    headers = {**till.ada, "Content-Type": "application/json"}
    answer = await till.http.post("/api/checkout/quote", content=chunks(), headers=headers)  # type: ignore[arg-type]

    assert (answer.status_code, answer.json()["code"]) == (413, "payload_too_large")


async def test_a_caller_who_hangs_up_is_no_failure_of_ours(till: Till) -> None:
    headers = [(name.lower().encode(), value.encode()) for name, value in till.ada.items()]
    scope = {
        "type": "http",
        "method": "POST",
        "path": "/api/orders",
        "raw_path": b"/api/orders",
        "query_string": b"",
        "headers": [*headers, (b"host", b"till.test"), (b"content-type", b"application/json")],
        "client": ("127.0.0.1", 1),
    }
    sent: list[MutableMapping[str, Any]] = []

    async def hang_up() -> MutableMapping[str, Any]:
        return {"type": "http.disconnect"}

    async def keep(message: MutableMapping[str, Any]) -> None:
        sent.append(message)

    await till.app(scope, hang_up, keep)

    assert sent[0]["status"] == 400


async def test_every_field_at_fault_is_named_at_once(till: Till) -> None:
    body = {
        "items": [{"sku": "tea\u0000green", "quantity": 0, "price": 1}, {"quantity": "1"}, 7],
        "shippingAddress": {"name": "x" * 201, "line1": " ", "city": "a\nb", "postalCode": "9", "country": "us"},
        "currency": "USD",
        "receiptEmail": "nobody",
        "locale": "english, please",
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
    assert faults["items[0].sku"] == "must not hold control characters"
    assert faults["items[0].price"] == "is not a known field"
    assert faults["items[1].sku"] == "is required"
    assert faults["items[0].quantity"] == "must be a whole number from 1 to 10000"
    assert (await till.get("/api/orders")).json()["orders"] == []
    assert not till.model.books.payments()


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


@pytest.mark.parametrize("email", ["a@@b.example", "nobody", "a@b\r\nBcc: c@d", "a" * 250 + "@b.example"])
async def test_a_login_with_an_address_that_no_mail_can_be_sent_to_is_one_without(till: Till, email: str) -> None:
    login = bearer("eve", email=email)

    unaddressed = await till.post("/api/payments/create-intent", CART, login)
    addressed = await till.post("/api/payments/create-intent", {**CART, "receiptEmail": "eve@shop.example"}, login)

    assert unaddressed.json()["errors"] == [{"field": "receiptEmail", "message": EMAIL_MISSING[1]}]
    assert addressed.status_code == 201


@pytest.mark.parametrize("ids", [{}, {"orderId": "ord_0", "paymentIntentId": "pi_0"}])
async def test_a_refund_that_names_no_one_order_is_told_so_with_its_other_faults(
    till: Till, ids: dict[str, str]
) -> None:
    answer = await till.post("/api/payments/refund", {**ids, "amount": 0, "surprise": 1}, till.admin)

    assert answer.status_code == 422
    fields = [fault["field"] for fault in answer.json()["errors"]]
    assert sorted(fields) == ["amount", "orderId", "paymentIntentId", "surprise"]


@pytest.mark.parametrize("blank", [" ", "\u3000", "\u00a0", "\u200b", "\ufeff", " \u200d\u2060\u200e "])
async def test_a_line_that_shows_nothing_is_blank(till: Till, blank: str) -> None:
    required = ("name", "line1", "city", "postalCode")
    blanks = dict.fromkeys((*required, "line2", "state", "phone"), blank)
    address = {**CART["shippingAddress"], **blanks}

    answer = await till.post("/api/payments/create-intent", {**CART, "shippingAddress": address})
    assert answer.status_code == 422
    assert [fault["field"] for fault in answer.json()["errors"]] == [f"shippingAddress.{name}" for name in required]

    address |= dict.fromkeys(required, f"{blank}नीलम{blank}")
    created = await till.post("/api/payments/create-intent", {**CART, "shippingAddress": address})
    order = (await till.get(f"/api/orders/{created.json()['orderId']}")).json()
    assert [order["shippingAddress"].get(name) for name in ("line2", "state", "phone")] == [None, None, None]


async def test_a_card_is_taken_only_as_the_id_that_stripe_gave_it(till: Till) -> None:
    number = {"paymentMethodId": "4242424242424242"}
    whole = {"paymentMethodId": "pm_card_visa", "card": {"number": "4242424242424242", "cvc": "737"}}
    confirming = f"/api/payments/intent/{(await till.started())['paymentIntentId']}/confirm"

    for path in ("/api/payments/methods", confirming):
        for body, field in ((number, "paymentMethodId"), (whole, "card")):
            answer = await till.post(path, body)
            assert (answer.status_code, [fault["field"] for fault in answer.json()["errors"]]) == (422, [field])
            assert "4242" not in answer.text


async def test_a_lone_surrogate_is_no_text(till: Till) -> None:
    headers = {**till.ada, "Content-Type": "application/json"}
    body = b'{"items": [{"sku": "\\ud800", "quantity": 1}]}'

    answer = await till.http.post("/api/checkout/quote", content=body, headers=headers)

    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "items[0].sku")


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
    ],
)
async def test_every_parameter_at_fault_is_named_at_once(till: Till, query: str, fields: list[str]) -> None:
    answer = await till.get(f"/api/orders?{query}")

    assert answer.status_code == 422
    assert [fault["field"] for fault in answer.json()["errors"]] == fields


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


async def test_a_webhook_without_a_good_signature_is_refused_and_not_kept(till: Till) -> None:
    await till.started()
    delivery = next(iter(till.model.deliveries_due()))
    signature = delivery.headers["Stripe-Signature"]
    for headers in ({}, {"Stripe-Signature": "t=1,v1=00"}, {"Stripe-Signature": signature.replace("v1=", "v1=0")}):
        answer = await till.http.post("/api/payments/webhook", content=delivery.body, headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (400, "invalid_signature")
    till.clock.advance(301)
    stale = await till.http.post(
        "/api/payments/webhook", content=delivery.body, headers={"Stripe-Signature": signature}
    )

    assert (stale.status_code, stale.json()["code"]) == (400, "invalid_signature")
    assert (await till.get("/api/admin/events", till.admin)).json()["events"] == []


async def test_a_webhook_may_have_a_mebibyte(till: Till) -> None:
    allowed = await till.http.post("/api/payments/webhook", content=b" " * 1_048_576)
    too_much = await till.http.post("/api/payments/webhook", content=b" " * 1_048_577)

    assert (allowed.status_code, allowed.json()["code"]) == (400, "invalid_signature")
    assert (too_much.status_code, too_much.json()["code"]) == (413, "payload_too_large")


async def test_a_webhook_that_can_not_be_kept_is_sent_again(till: Till) -> None:
    await till.started()
    till.stores.faults.down = True

    assert set(await till.deliver()) == {503}


async def test_what_nobody_foresaw_is_a_problem_that_tells_nothing(till: Till, monkeypatch: pytest.MonkeyPatch) -> None:
    async def fails(*_: object, **__: object) -> None:
        raise RuntimeError("the password is hunter2")

    monkeypatch.setattr(till.stores.order_search, "page", fails)

    answer = await till.get("/api/orders")

    assert (answer.status_code, answer.json()["code"]) == (500, "internal_error")
    assert "hunter2" not in answer.text
    assert "RuntimeError" not in answer.text


@pytest.mark.parametrize(
    ("fault", "status", "code"),
    [
        (Fault.RATE_LIMIT, 503, "stripe_unavailable"),
        (Fault.LOCK_TIMEOUT, 503, "stripe_unavailable"),
        (Fault.UNAVAILABLE, 503, "stripe_unavailable"),
        (Fault.LOSE_REQUEST, 503, "stripe_unavailable"),
        (Fault.UNAUTHORIZED, 502, "stripe_key_refused"),
    ],
)
async def test_stripes_trouble_is_told_apart_from_ours(till: Till, fault: Fault, status: int, code: str) -> None:
    created = await till.started()
    till.model.faults.always("*", fault)

    answer = await till.get(f"/api/payments/intent/{created['paymentIntentId']}")

    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert ("retry-after" in answer.headers) is (status == 503)


async def test_readiness_depends_on_mongodb_alone(till: Till) -> None:
    ready = await till.http.get("/health/ready")
    till.stores.faults.down = True
    away = await till.http.get("/health/ready")

    assert ready.json() == {"status": "ready", "checks": {"mongodb": "ok", "stripe": "ok"}}
    assert (away.status_code, away.json()["checks"]["mongodb"]) == (503, "down")


async def test_without_stripe_webhooks_stay_in_rotation() -> None:
    async with running() as till:
        till.model.faults.always("*", Fault.LOSE_REQUEST)
        answer = await till.http.get("/health/ready")

    assert answer.status_code == 200
    assert answer.json() == {"status": "degraded", "checks": {"mongodb": "ok", "stripe": "down"}}


async def test_requests_are_counted_by_route(till: Till) -> None:
    await till.get("/api/orders/ord_doesnotexist")
    await till.http.get("/invented/by/a/caller")

    figures = (await till.http.get("/metrics")).text

    assert 'till_http_requests_total{method="GET",route="/api/orders/{order}",status="404"}' in figures
    assert "ord_doesnotexist" not in figures
    assert "invented" not in figures


async def test_figures_stay_off_the_public_port_where_they_have_their_own() -> None:
    async with running(METRICS_BIND="127.0.0.1:0") as till:
        assert (await till.http.get("/metrics")).status_code == 404


async def test_callers_are_held_to_their_limit() -> None:
    limiter = InMemoryRateLimiter(lambda: 1000.0, count=3, seconds=60)
    async with running(limiter=limiter) as till:
        for _ in range(3):
            assert (await till.get("/api/orders")).status_code == 200
        refused = await till.get("/api/orders")
        missing = await till.get("/no/such/path")
        bobs = await till.get("/api/orders", till.bob)

        assert (refused.status_code, refused.json()["code"]) == (429, "rate_limited")
        assert refused.headers["retry-after"] == "60"
        assert missing.status_code == 429
        assert bobs.status_code == 200
        for _ in range(9):
            assert (await till.http.get("/health/live")).status_code == 200
            assert (await till.http.get("/health/ready")).status_code == 200
            assert (await till.http.post("/api/payments/webhook")).status_code == 400


@pytest.mark.parametrize("path", ["/", "/static/no-such-file.js", "/metrics", "/schema/openapi.json", "/health/none"])
async def test_nothing_but_webhooks_and_health_is_left_uncounted(path: str) -> None:
    limiter = InMemoryRateLimiter(lambda: 1000.0, count=1, seconds=60)
    async with running(limiter=limiter) as till:
        answers = [await till.http.get(path) for _ in range(2)]

    assert answers[0].status_code in (200, 404)
    assert answers[1].status_code == 429


async def test_callers_without_a_token_are_limited_by_their_address() -> None:
    limiter = InMemoryRateLimiter(lambda: 1000.0, count=3, seconds=60)
    async with running(limiter=limiter) as till:
        answers = [await till.http.get("/api/config", headers=bad) for bad in 2 * ({}, {"Authorization": "Bearer x"})]

    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]


async def test_a_limiter_out_of_reach_stops_no_shopper() -> None:
    limiter = InMemoryRateLimiter(lambda: 1000.0, count=1, seconds=60)
    limiter.down = True
    async with running(limiter=limiter) as till:
        assert {(await till.get("/api/orders")).status_code for _ in range(3)} == {200}
        assert "till_rate_limiter_failures_total" in (await till.http.get("/metrics")).text


async def test_forwarding_headers_are_believed_of_trusted_proxies_alone() -> None:
    limiter = InMemoryRateLimiter(lambda: 1000.0, count=1, seconds=60)

    async def ask(till: Till, forwarded: str) -> int:
        return (await till.http.get("/api/config", headers={"X-Forwarded-For": forwarded})).status_code

    async with running(limiter=limiter) as till:
        assert [await ask(till, f"203.0.113.{number}") for number in (1, 2)] == [200, 429]
    limiter = InMemoryRateLimiter(lambda: 1000.0, count=1, seconds=60)
    async with running(limiter=limiter, TRUSTED_PROXIES="127.0.0.0/8,10.0.0.0/8") as till:
        assert [await ask(till, f"203.0.113.{number}") for number in (1, 2)] == [200, 200]
        # What the caller wrote itself stands left of what the proxies saw.
        assert await ask(till, "198.51.100.9, 203.0.113.1, 10.1.2.3") == 429
        # Addresses of one subscriber are one caller.
        assert [await ask(till, f"2001:db8::{number}") for number in (1, 2)] == [200, 429]


async def test_only_allowed_hosts_are_served() -> None:
    async with running(ALLOWED_HOSTS="till.test,*.shop.example") as till:
        for host, status in (
            ("till.test", 200),
            ("TILL.test:8000", 200),
            ("api.shop.example", 200),
            ("shop.example", 400),
            ("evil.example", 400),
            ("till.test.evil.example", 400),
        ):
            answer = await till.http.get("/api/config", headers={"Host": host})
            assert answer.status_code == status, host
        refused = await till.http.get("/api/config", headers={"Host": "evil.example", "X-Forwarded-Host": "till.test"})
        assert refused.json()["code"] == "host_not_allowed"
        assert (await till.http.get("/health/live", headers={"Host": "10.1.2.3"})).status_code == 200


async def test_plain_http_is_turned_away_where_https_is_required() -> None:
    async with running(REQUIRE_HTTPS="true", TRUSTED_PROXIES="127.0.0.1") as till:
        page = await till.http.get("/?order=1", headers={"Host": "shop.example:80"})
        api = await till.post("/api/checkout/quote", CART)
        leaked = await till.get("/api/orders")
        proxied = await till.http.get("/api/config", headers={"X-Forwarded-Proto": "https"})
        probe = await till.http.get("/health/live")

    assert (page.status_code, page.headers["location"]) == (308, "https://shop.example/?order=1")
    for answer in (api, leaked):
        assert (answer.status_code, answer.json()["code"]) == (403, "https_required")
    assert proxied.status_code == 200
    assert proxied.headers["strict-transport-security"].startswith("max-age=")
    assert probe.status_code == 200


async def test_pages_of_allowed_origins_may_call_and_no_others() -> None:
    async with running(CORS_ALLOWED_ORIGINS="https://shop.example") as till:
        asking = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "idempotency-key"}
        allowed = await till.http.options("/api/orders", headers={"Origin": "https://shop.example", **asking})
        refused = await till.http.options("/api/orders", headers={"Origin": "https://evil.example", **asking})
        failed = await till.http.get("/api/orders", headers={"Origin": "https://shop.example"})
        foreign = await till.http.get("/api/config", headers={"Origin": "https://shop.example.evil.example"})

    assert allowed.status_code == 204
    assert allowed.headers["access-control-allow-origin"] == "https://shop.example"
    assert "POST" in allowed.headers["access-control-allow-methods"]
    assert "Idempotency-Key" in allowed.headers["access-control-allow-headers"]
    assert (refused.status_code, refused.json()["code"]) == (403, "origin_not_allowed")
    assert "access-control-allow-origin" not in refused.headers
    assert failed.headers["access-control-allow-origin"] == "https://shop.example"
    assert "X-Request-Id" in failed.headers["access-control-expose-headers"]
    assert "access-control-allow-origin" not in foreign.headers
    assert all(answer.headers["vary"] == "Origin" for answer in (allowed, refused, failed, foreign))


async def test_after_ten_declines_a_subject_has_to_wait(till: Till) -> None:
    created = await till.started()
    bad = await till.saved_method("pm_card_chargeCustomerFail")
    path = f"/api/payments/intent/{created['paymentIntentId']}/confirm"
    declines = [(await till.post(path, {"paymentMethodId": bad})).status_code for _ in range(10)]

    answers: list[httpx.Response] = [
        await till.post(path, {"paymentMethodId": bad}),
        await till.post("/api/payments/create-intent", CART),
        await till.post("/api/payments/methods", {"paymentMethodId": "pm_card_visa"}),
    ]

    assert declines == [402] * 10
    for answer in answers:
        assert (answer.status_code, answer.json()["code"]) == (429, "too_many_declines")
        assert int(answer.headers["retry-after"]) > 0
    assert (await till.post("/api/payments/create-intent", CART, bearer("carol"))).status_code == 201
