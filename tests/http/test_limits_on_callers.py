"""How much a caller may ask, and who counts as one caller."""

from __future__ import annotations

import httpx
import pytest

from adapters.in_memory.stores.rate_limiter import InMemoryRateLimiter
from tests.http.till import CART, Till, bearer, running


async def test_callers_have_a_limit() -> None:
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


@pytest.mark.parametrize("path", ["/", "/admin", "/static/no-such-file.js", "/favicon.ico"])
async def test_a_limit_never_blanks_a_page(path: str) -> None:
    limiter = InMemoryRateLimiter(lambda: 1000.0, count=1, seconds=60)
    async with running(limiter=limiter) as till:
        assert {(await till.http.get(path)).status_code for _ in range(3)} <= {200, 404}


@pytest.mark.parametrize("path", ["/api/config", "/metrics", "/schema/openapi.json", "/health/none", "/csp-report"])
async def test_every_other_path_is_counted(path: str) -> None:
    limiter = InMemoryRateLimiter(lambda: 1000.0, count=1, seconds=60)
    async with running(limiter=limiter) as till:
        answers = [await till.http.get(path) for _ in range(2)]

    assert answers[0].status_code in (200, 404, 405)
    assert answers[1].status_code == 429


async def test_callers_without_a_token_are_limited_by_their_address() -> None:
    limiter = InMemoryRateLimiter(lambda: 1000.0, count=3, seconds=60)
    async with running(limiter=limiter) as till:
        answers = [await till.http.get("/api/config", headers=bad) for bad in 2 * ({}, {"Authorization": "Bearer x"})]

    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]


async def test_an_unreachable_limiter_stops_no_shopper() -> None:
    limiter = InMemoryRateLimiter(lambda: 1000.0, count=1, seconds=60)
    limiter.down = True
    async with running(limiter=limiter) as till:
        assert {(await till.get("/api/orders")).status_code for _ in range(3)} == {200}
        assert "till_rate_limiter_failures_total" in (await till.http.get("/metrics")).text


async def test_forwarding_headers_are_trusted_from_trusted_proxies_alone() -> None:
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
        # Some proxies write the port beside the address, or a line of their own.
        assert await ask(till, "203.0.113.1:52114") == 429
        assert await ask(till, "[2001:db8:1::7]:52114") == 200
        assert await ask(till, "2001:db8:1::8") == 429
        two_lines = [("X-Forwarded-For", "198.51.100.9"), ("X-Forwarded-For", "203.0.113.1:80")]
        assert (await till.http.get("/api/config", headers=two_lines)).status_code == 429
        # Addresses of one subscriber are one caller.
        assert [await ask(till, f"2001:db8::{number}") for number in (1, 2)] == [200, 429]


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
