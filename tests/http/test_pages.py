"""The pages, their files, and what browsers report of them."""

from __future__ import annotations

import json

import pytest

from entrypoints.http.pages.built_pages import PageFile, Pages
from entrypoints.http.problems import Problem
from entrypoints.http.problems.kinds import KINDS
from entrypoints.http.problems.problem import Kind
from tests.http.till import Till, running

FILE = PageFile(content=b"pay();", media_type="text/javascript", etag='"abc"', immutable=True)


PAGES = Pages(
    checkout=b"<h1>Checkout</h1>",
    admin=b"<h1>Operations</h1>",
    docs=b"<h1>API</h1>",
    files={"assets/index-abc.js": FILE, "favicon.svg": FILE},
)


def with_pages(till: Till, monkeypatch: pytest.MonkeyPatch) -> Till:
    monkeypatch.setattr(till.app.litestar.dependencies["pages"], "dependency", lambda: PAGES)
    return till


@pytest.fixture
def served(till: Till, monkeypatch: pytest.MonkeyPatch) -> Till:
    return with_pages(till, monkeypatch)


async def test_the_page_gets_the_form_of_each_countrys_addresses(till: Till) -> None:
    answer = await till.http.get("/static/address-forms.json")
    forms = answer.json()
    config = (await till.get("/api/config")).json()

    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/json")
    assert list(forms) == config["countries"]
    assert forms["US"]["lines"] == [["name"], ["street"], ["city", "state", "postalCode"]]
    assert {"code": "CA", "name": "California"} in forms["US"]["states"]
    assert forms["HK"]["postalCodePattern"] is None
    unchanged = await till.http.get("/static/address-forms.json", headers={"If-None-Match": answer.headers["etag"]})
    assert unchanged.status_code == 304


async def test_the_pages_are_never_cached(till: Till) -> None:
    for path in ("/", "/admin", "/docs"):
        page = await till.http.get(path)
        assert (page.status_code, page.headers["cache-control"]) == (200, "no-store")
        assert page.headers["content-type"] == "text/html; charset=utf-8"
        assert "script-src 'self'" in page.headers["content-security-policy"]


async def test_a_file_named_by_its_hash_is_cached_and_sent_once(served: Till) -> None:
    first = await served.http.get("/static/assets/index-abc.js", headers={"Accept-Encoding": "identity"})
    again = await served.http.get("/static/assets/index-abc.js", headers={"If-None-Match": 'W/"x", "abc"'})
    icon = await served.http.get("/favicon.ico", headers={"Accept-Encoding": "identity"})

    assert (first.status_code, first.content) == (200, b"pay();")
    assert first.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert first.headers["x-content-type-options"] == "nosniff"
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", '"abc"')
    assert icon.status_code == 200


async def test_what_is_kept_of_a_file_is_kept_for_each_origin(monkeypatch: pytest.MonkeyPatch) -> None:
    path = "/static/assets/index-abc.js"
    async with running(CORS_ALLOWED_ORIGINS="https://shop.example") as till:
        served = with_pages(till, monkeypatch)
        file = await served.http.get(path, headers={"Origin": "https://shop.example", "Accept-Encoding": "identity"})
        unchanged = await served.http.get(path, headers={"If-None-Match": '"abc"'})
        page = await served.http.get("/")

    assert (file.status_code, file.headers["vary"]) == (200, "Accept-Encoding, Origin")
    assert file.headers["access-control-allow-origin"] == "https://shop.example"
    assert (unchanged.status_code, unchanged.headers["vary"]) == (304, "Accept-Encoding, Origin")
    assert page.headers["vary"] == "Origin"


async def test_where_no_origin_may_call_a_file_is_the_same_for_all(served: Till) -> None:
    assert (await served.http.get("/favicon.ico", headers={"Accept-Encoding": "identity"})).headers[
        "vary"
    ] == "Accept-Encoding"


@pytest.mark.parametrize(
    "path", ["../index.html", "..%2findex.html", "assets/../../pyproject.toml", "", "assets/", "%00"]
)
async def test_nothing_else_is_served(served: Till, path: str) -> None:
    assert (await served.http.get(f"/static/{path}")).status_code == 404


@pytest.mark.parametrize(
    ("report", "status"),
    [
        (json.dumps({"csp-report": {"violated-directive": "script-src", "blocked-uri": "https://evil.example"}}), 204),
        (json.dumps([{"type": "csp-violation", "body": {"effectiveDirective": "img-src"}}]), 204),
        (json.dumps({"csp-report": {"blocked-uri": ["a\nb"], "violated-directive": "a\nb"}}), 204),
        ("null", 204),
        ("[]", 204),
        ("not JSON", 400),
        ("x" * 20_000, 413),
    ],
)
async def test_reports_are_counted_whatever_is_in_them(till: Till, report: str, status: int) -> None:
    answer = await till.http.post("/csp-report", content=report, headers={"Content-Type": "application/csp-report"})

    assert answer.status_code == status


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.code)
async def test_every_problem_has_a_page_at_its_type(till: Till, kind: Kind) -> None:
    page = await till.http.get(Problem(kind).document("req_1")["type"])

    assert (page.status_code, page.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert f"<code>{kind.code}</code>, HTTP status {kind.status}" in page.text
    assert f'<a href="/problems/{kind.code}">' in (await till.http.get("/problems")).text


@pytest.mark.parametrize("code", ["no_such_code", "%3Cscript%3E", "%00"])
async def test_an_unknown_code_has_no_page(till: Till, code: str) -> None:
    answer = await till.http.get(f"/problems/{code}")

    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    assert "script" not in answer.text
