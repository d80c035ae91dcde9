"""Whom the edge lets in: by token, by host, over HTTPS and from which pages."""

from __future__ import annotations

import pytest

from tests.http.till import CART, Till, running


@pytest.mark.parametrize("authorization", ["", "Bearer", "Basic YTpi", "Bearer no.such.token", "Bearer  ", "nonsense"])
async def test_without_a_valid_token_every_request_is_refused(till: Till, authorization: str) -> None:
    answer = await till.http.get("/api/orders", headers={"Authorization": authorization})

    assert (answer.status_code, answer.json()["code"]) == (401, "unauthenticated")
    assert answer.headers["www-authenticate"].startswith('Bearer realm="till"')
    assert answer.json()["detail"].endswith(". Get a new token and send the request again with it.")


async def test_a_bad_token_does_not_close_an_open_route(till: Till) -> None:
    assert (await till.http.get("/api/config", headers={"Authorization": "Bearer nonsense"})).status_code == 200


async def test_only_allowed_hosts_are_served() -> None:
    async with running(ALLOWED_HOSTS="till.test,*.shop.example") as till:
        for host, status in (
            ("till.test", 200),
            ("TILL.test:8000", 200),
            ("api.shop.example", 200),
            ("shop.example", 400),
            ("evil.example", 400),
            ("till.test.evil.example", 400),
            ("till.test.", 200),
            ("till.test:80:80", 400),
            ("till.test:", 400),
            ("till.test@evil.example", 400),
            ("till.test/evil.example", 400),
            ("", 400),
        ):
            answer = await till.http.get("/api/config", headers={"Host": host})
            assert answer.status_code == status, host
        refused = await till.http.get("/api/config", headers={"Host": "evil.example", "X-Forwarded-Host": "till.test"})
        assert refused.json()["code"] == "host_not_allowed"
        assert (await till.http.get("/health/live", headers={"Host": "10.1.2.3"})).status_code == 200


@pytest.mark.parametrize("host", ["[::1]", "[2001:db8::1]:8000", "127.0.0.1", "a_b.example"])
async def test_every_well_formed_host_is_served_where_none_is_named(till: Till, host: str) -> None:
    assert (await till.http.get("/api/config", headers={"Host": host})).status_code == 200


@pytest.mark.parametrize("host", ["", "a b", "till.test#", "[::1", "::1", "till.test:123456", "é.example", "a..b"])
async def test_a_malformed_host_is_never_served(till: Till, host: str) -> None:
    answer = await till.http.get("/api/config", headers={"Host": host.encode()})

    assert (answer.status_code, answer.json()["code"]) == (400, "host_not_allowed")


async def test_a_request_has_one_host(till: Till) -> None:
    twice = [(b"host", b"till.test"), (b"host", b"till.test")]

    answer = await till.http.get("/api/config", headers=twice)

    assert (answer.status_code, answer.json()["code"]) == (400, "host_not_allowed")


async def test_plain_http_is_refused_where_https_is_required() -> None:
    async with running(
        REQUIRE_HTTPS="true", TRUSTED_PROXIES="127.0.0.1", PUBLIC_URL="https://pay.shop.example"
    ) as till:
        page = await till.http.get("/?order=1", headers={"Host": "evil.example:80"})
        api = await till.post("/api/checkout/quote", CART)
        leaked = await till.get("/api/orders")
        proxied = await till.http.get("/api/config", headers={"X-Forwarded-Proto": "https"})
        probe = await till.http.get("/health/live")

    assert (page.status_code, page.headers["location"]) == (308, "https://pay.shop.example/?order=1")
    for answer in (api, leaked):
        assert (answer.status_code, answer.json()["code"]) == (403, "https_required")
    assert proxied.status_code == 200
    assert proxied.headers["strict-transport-security"].startswith("max-age=")
    assert probe.status_code == 200


async def test_without_an_https_page_there_is_nowhere_to_redirect_to() -> None:
    async with running(REQUIRE_HTTPS="true", PUBLIC_URL="http://localhost:8000") as till:
        page = await till.http.get("/")

    assert (page.status_code, page.json()["code"]) == (403, "https_required")


@pytest.mark.parametrize(
    ("forwarded", "status"),
    [
        (["https"], 200),
        (["HTTPS"], 200),
        (["https", "http"], 403),
        (["http", "https"], 200),
        (["http, https"], 200),
        (["https, gopher"], 403),
        ([""], 403),
    ],
)
async def test_the_scheme_is_read_over_all_lines_of_the_header(forwarded: list[str], status: int) -> None:
    async with running(REQUIRE_HTTPS="true", TRUSTED_PROXIES="127.0.0.1") as till:
        headers = [*till.ada.items(), *(("X-Forwarded-Proto", scheme) for scheme in forwarded)]
        assert (await till.http.get("/api/orders", headers=headers)).status_code == status


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
