"""A body that can't be read is refused, however it comes."""

from __future__ import annotations

from collections.abc import MutableMapping
from typing import Any

import pytest

from tests.http.till import Till


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
async def test_a_body_that_is_not_valid_json_is_refused(
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


async def test_a_lone_surrogate_is_no_text(till: Till) -> None:
    headers = {**till.ada, "Content-Type": "application/json"}
    body = b'{"items": [{"sku": "\\ud800", "quantity": 1}]}'

    answer = await till.http.post("/api/checkout/quote", content=body, headers=headers)

    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "items[0].sku")
