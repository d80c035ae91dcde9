"""What every answer carries, whatever it says."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pytest

from tests.http.till import Till, running

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


async def test_a_valid_request_id_of_a_trusted_proxy_is_kept_and_no_other(till: Till) -> None:
    given = {"X-Request-Id": "order-42.of_ada"}
    assert (await till.http.get("/health/live", headers=given)).headers["x-request-id"].startswith("req_")

    async with running(TRUSTED_PROXIES="127.0.0.1") as proxied:
        kept = await proxied.http.get("/health/live", headers=given)
        assert kept.headers["x-request-id"] == "order-42.of_ada"
        for odd in ("short", "x" * 65, 'a"b{}<script>', "with spaces in it", ""):
            minted = await proxied.http.get("/health/live", headers={"X-Request-Id": odd})
            assert minted.headers["x-request-id"].startswith("req_")


async def test_a_method_that_is_not_there_names_those_that_are(till: Till) -> None:
    answer = await till.http.delete("/api/orders/ord_0", headers=till.ada)

    assert (answer.status_code, answer.json()["code"]) == (405, "method_not_allowed")
    assert answer.headers["allow"] == "GET, HEAD, OPTIONS"


async def test_options_names_every_method_of_a_route(till: Till) -> None:
    orders = await till.http.options("/api/orders")
    method = await till.http.options("/api/payments/methods/pm_0")

    assert (orders.status_code, orders.headers["allow"]) == (204, "GET, HEAD, OPTIONS, POST")
    assert method.headers["allow"] == "DELETE, OPTIONS"


async def test_head_answers_as_get_does_without_content(till: Till) -> None:
    answer = await till.http.head("/api/config")

    assert (answer.status_code, answer.content) == (200, b"")
    assert int(answer.headers["content-length"]) > 0


async def test_an_unexpected_error_is_a_problem_without_details(till: Till, monkeypatch: pytest.MonkeyPatch) -> None:
    async def fails(*_: object, **__: object) -> None:
        raise RuntimeError("the password is hunter2")

    monkeypatch.setattr(till.stores.order_search, "page", fails)

    answer = await till.get("/api/orders")

    assert (answer.status_code, answer.json()["code"]) == (500, "internal_error")
    assert "hunter2" not in answer.text
    assert "RuntimeError" not in answer.text


async def test_products_are_filtered_by_sku_and_compressed(till: Till) -> None:
    whole = await till.http.get("/api/products", headers={"Accept-Encoding": "identity"})
    zipped = await till.http.get("/api/products", headers={"Accept-Encoding": "gzip"})
    named = await till.http.get("/api/products?sku=cup-blue,no-such-sku")

    assert "content-encoding" not in whole.headers
    assert (zipped.headers["content-encoding"], zipped.json()) == ("gzip", whole.json())
    assert "Accept-Encoding" in zipped.headers["vary"]
    assert [product["sku"] for product in whole.json()["products"]] == ["cup-blue", "tea-green"]
    assert [product["sku"] for product in named.json()["products"]] == ["cup-blue"]


async def test_an_answer_that_may_hold_a_secret_is_not_compressed(till: Till) -> None:
    created = await till.started()

    answer = await till.http.get(
        f"/api/payments/intent/{created['paymentIntentId']}", headers={**till.ada, "Accept-Encoding": "gzip"}
    )

    assert (answer.status_code, "content-encoding" in answer.headers) == (200, False)
