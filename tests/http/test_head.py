"""HEAD over a real server: it must know that no content follows, or the next answer on the connection is lost."""

from __future__ import annotations

import asyncio
import http.client

import pytest

from tests.http.served import served
from tests.http.till import Till


async def test_a_connection_goes_on_after_head(till: Till, caplog: pytest.LogCaptureFixture) -> None:
    def ask(port: int) -> list[tuple[int, int, bool]]:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        answers = []
        for method, path in (("HEAD", "/api/config"), ("HEAD", "/no/such/path"), ("GET", "/api/config")):
            connection.request(method, path)
            answer = connection.getresponse()
            length, kept_open = int(answer.headers["content-length"]), not answer.will_close
            assert len(answer.read()) == (0 if method == "HEAD" else length)
            answers.append((answer.status, length, kept_open))
        connection.close()
        return answers

    async with served(till) as port:
        head, missing, get = await asyncio.to_thread(ask, port)

    assert head == get
    assert (missing[0], missing[2]) == (404, True)
    assert [line.getMessage() for line in caplog.records if line.levelname in ("WARNING", "ERROR")] == []


async def test_head_is_counted_by_its_own_name(till: Till) -> None:
    await till.http.head("/api/orders/ord_doesnotexist", headers=till.ada)

    figures = (await till.http.get("/metrics")).text

    assert 'till_http_requests_total{method="HEAD",route="/api/orders/{order}",status="404"}' in figures
