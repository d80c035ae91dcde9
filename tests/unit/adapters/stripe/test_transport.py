"""Every failure of the network is an unknown outcome; nothing is sent twice, and each call is measured."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import pytest
import pytest_asyncio
import stripe

from adapters.stripe.reading.shapes import Identified
from adapters.stripe.sdk.calls import StripeCalls
from adapters.stripe.sdk.client import stripe_calls
from adapters.stripe.sdk.transport import LONGEST_CONFIRM, over_the_network
from adapters.stripe.sdk.version import API_VERSION
from application.ports.stripe.failures import (
    KeyRefused,
    KeyReused,
    NotExecuted,
    OutcomeUnknown,
    PermissionMissing,
    ReplayedFailure,
)

KEY = "sk_test_ofTheTransportsTests"


def answer(status: str, body: bytes, *headers: str, length: int | None = None) -> bytes:
    lines = [f"HTTP/1.1 {status}", "Content-Type: application/json", f"Content-Length: {length or len(body)}", *headers]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


@dataclass
class Server:
    """A server on a free port that reads each request whole and then answers as the test sets."""

    reply: bytes | None = b""
    requests: list[bytes] = field(default_factory=list)
    url: str = ""
    arrived: asyncio.Event = field(default_factory=asyncio.Event)
    hung: asyncio.Event = field(default_factory=asyncio.Event)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = await reader.readuntil(b"\r\n\r\n")
            lengths = [line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")]
            body = await reader.readexactly(int(lengths[0].split(b":")[1])) if lengths else b""
            self.requests.append(head + body)
            self.arrived.set()
            if self.reply is None:
                await self.hung.wait()
            else:
                writer.write(self.reply)
                await writer.drain()
        finally:
            writer.close()


@dataclass
class Watched:
    calls: list[tuple[str, str, int | None]] = field(default_factory=list)

    def __call__(self, method: str, route: str, status: int | None, seconds: float) -> None:
        assert 0 <= seconds < 60
        self.calls.append((method, route, status))


@pytest_asyncio.fixture
async def server() -> AsyncIterator[Server]:
    server = Server()
    listening = await asyncio.start_server(server.serve, "127.0.0.1", 0)
    server.url = f"http://127.0.0.1:{listening.sockets[0].getsockname()[1]}"
    yield server
    server.hung.set()
    listening.close()
    await listening.wait_closed()


@pytest.fixture
def watched() -> Watched:
    return Watched()


@pytest_asyncio.fixture
async def calls(server: Server, watched: Watched) -> AsyncIterator[StripeCalls]:
    made = stripe_calls(KEY, over_the_network(longest=5), api_base=server.url, watch=watched)
    yield made
    await made.close()


async def send(calls: StripeCalls) -> dict[str, Any]:
    return await calls.post(dict[str, Any], "/v1/payment_intents/pi_3Qa/confirm", "payment_method=pm_1", "till:1:1")


async def test_a_call_is_sent_to_the_letter_under_its_key_and_version(calls: StripeCalls, server: Server) -> None:
    server.reply = answer("200 OK", b'{"id":"pi_3Qa"}')
    form = "amount=1299&shipping[name]=Gr%C3%BCn+%26+Co%3D%5B%5D&metadata[till_order_id]=ord_1".replace("%5B%5D", "[]")
    assert await calls.post(dict[str, Any], "/v1/payment_intents", form, "till:intent:1") == {"id": "pi_3Qa"}
    head, _, body = server.requests[0].partition(b"\r\n\r\n")
    assert body.decode() == form
    headers = dict(line.split(": ", 1) for line in head.decode().split("\r\n")[1:])
    assert headers["Idempotency-Key"] == "till:intent:1"
    assert headers["Stripe-Version"] == API_VERSION == stripe.api_version
    assert headers["Authorization"] == f"Bearer {KEY}"
    assert "X-Stripe-Client-Telemetry" not in headers
    assert "telemetry_id" not in headers["X-Stripe-Client-User-Agent"]


async def test_a_read_carries_its_query(calls: StripeCalls, server: Server, watched: Watched) -> None:
    server.reply = answer("200 OK", b'{"object":"list"}')
    await calls.get(dict[str, Any], "/v1/payment_intents/pi_3Qa", {"expand[0]": "latest_charge"})
    assert server.requests[0].startswith(b"GET /v1/payment_intents/pi_3Qa?expand%5B0%5D=latest_charge HTTP/1.1")
    assert watched.calls == [("GET", "/v1/payment_intents/{id}", 200)]


@pytest.mark.parametrize(
    "reply",
    [
        pytest.param(b"", id="the connection is closed without an answer"),
        pytest.param(answer("200 OK", b'{"id":', length=500), id="the body is cut"),
        pytest.param(b"HTTP/1.1 200 OK\r\nContent-Le", id="the head is cut"),
        pytest.param(b"220 smtp.example ESMTP\r\n\r\n", id="it is no HTTP"),
        pytest.param(answer("200 OK", b"\xff\xfe{}"), id="the body is no text"),
        pytest.param(answer("200 OK", b"<html>hello</html>"), id="the body is a login page"),
        pytest.param(answer("200 OK", b"[1]"), id="the body is no object"),
        pytest.param(answer("200 OK", b'{"a":' * 50_000), id="the body is endless nesting"),
        pytest.param(answer("500 Oops", b'{"error":{"type":"api_error","message":"x"}}'), id="500"),
        pytest.param(answer("503 Oops", b"<html>sorry</html>"), id="503 of a proxy"),
        pytest.param(answer("400 Bad", b'{"error":null}'), id="an error that is none"),
        pytest.param(answer("400 Bad", b'{"error":[1]}'), id="an error that is a list"),
        pytest.param(answer("400 Bad", b'{"error":"invalid_thing"}'), id="an error that is a word"),
        pytest.param(answer("400 Bad", b'{"error":{"type":7}}'), id="an error of a strange type"),
        pytest.param(answer("400 Bad", b"[]"), id="an answer that is a list"),
        pytest.param(answer("304 Not Modified", b""), id="304"),
    ],
)
async def test_without_a_usable_answer_the_outcome_is_unknown_and_nothing_is_sent_twice(
    calls: StripeCalls, server: Server, watched: Watched, reply: bytes
) -> None:
    server.reply = reply
    with pytest.raises(OutcomeUnknown) as unknown:
        await send(calls)
    assert type(unknown.value) is OutcomeUnknown
    assert KEY not in str(unknown.value)
    assert len(server.requests) == 1
    assert [(method, route) for method, route, _ in watched.calls] == [("POST", "/v1/payment_intents/{id}/confirm")]


@pytest.mark.parametrize(
    ("reply", "meaning"),
    [
        (answer("429 Slow", b"slow down"), NotExecuted),
        (answer("429 Slow", b"\xff"), NotExecuted),
        (answer("401 Who", b'{"error":{"type":"invalid_request_error"}}'), KeyRefused),
        (answer("403 No", b"<html>no</html>"), PermissionMissing),
        (
            answer("500 Oops", b'{"error":{"type":"api_error"}}', "Idempotent-Replayed: true"),
            ReplayedFailure,
        ),
        (answer("400 Bad", b'{"error":{"type":"idempotency_error","message":"x"}}'), KeyReused),
    ],
)
async def test_what_the_status_says_counts_whatever_the_body(
    calls: StripeCalls, server: Server, watched: Watched, reply: bytes, meaning: type[Exception]
) -> None:
    server.reply = reply
    with pytest.raises(Exception) as failed:  # noqa: PT011
        await send(calls)
    assert type(failed.value) is meaning
    assert watched.calls[0][2] == int(reply.split(b" ")[1])


async def test_a_proxy_of_the_environment_is_used_unless_no_proxy_names_the_host(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.reply = answer("200 OK", b'{"object":"list"}')
    monkeypatch.setenv("HTTP_PROXY", server.url)
    monkeypatch.setenv("NO_PROXY", "api.till.invalid")
    proxied = stripe_calls(KEY, over_the_network(longest=5), api_base="http://stripe.till.invalid")
    direct = stripe_calls(KEY, over_the_network(longest=5), api_base="http://api.till.invalid")
    await proxied.get(dict[str, Any], "/v1/refunds")
    assert server.requests[0].startswith(b"GET http://stripe.till.invalid/v1/refunds HTTP/1.1")
    with pytest.raises(OutcomeUnknown):
        await direct.get(dict[str, Any], "/v1/refunds")
    assert len(server.requests) == 1
    await proxied.close()
    await direct.close()


async def test_a_refused_connection_is_an_unknown_outcome(server: Server) -> None:
    calls = stripe_calls(KEY, over_the_network(longest=5), api_base="http://127.0.0.1:1")
    with pytest.raises(OutcomeUnknown):
        await send(calls)
    await calls.close()


async def test_the_timeout_covers_the_whole_call(server: Server) -> None:
    server.reply = None
    calls = stripe_calls(KEY, over_the_network(longest=0.05), api_base=server.url)
    with pytest.raises(OutcomeUnknown):
        await send(calls)
    assert len(server.requests) <= 1
    await calls.close()


async def test_a_confirm_is_given_more_time_than_any_other_call(server: Server) -> None:
    server.reply = None
    calls = stripe_calls(KEY, over_the_network(longest=60, longest_confirm=0.05), api_base=server.url)
    with pytest.raises(OutcomeUnknown):
        await calls.post(Identified, "/v1/payment_intents/pi_1/confirm", "payment_method=pm_1", "a key")
    await calls.close()
    assert LONGEST_CONFIRM == 30


async def test_who_stops_waiting_is_not_kept(calls: StripeCalls, server: Server, watched: Watched) -> None:
    server.reply = None
    sending = asyncio.create_task(send(calls))
    await asyncio.wait_for(server.arrived.wait(), 10)
    sending.cancel()
    with pytest.raises(asyncio.CancelledError):
        await sending
    assert watched.calls == [("POST", "/v1/payment_intents/{id}/confirm", None)]


async def test_no_body_and_no_key_gets_into_the_logs(
    calls: StripeCalls, server: Server, caplog: pytest.LogCaptureFixture
) -> None:
    server.reply = answer("200 OK", b'{"client_secret":"pi_1_secret_2"}')
    with caplog.at_level(logging.DEBUG):
        await send(calls)
    assert "pi_1_secret_2" not in caplog.text
    assert KEY not in caplog.text


async def test_a_client_that_never_called_can_be_closed() -> None:
    await stripe_calls(KEY, over_the_network()).close()
