"""A request is bounded in size and time before anything reads it, and a refused one is still seen."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest

from adapters.in_memory.stores.rate_limiter import InMemoryRateLimiter
from entrypoints.http.edge.body_limits import BodyLimits
from entrypoints.http.edge.types import Message, Receive, Scope, Send
from entrypoints.http.problems import Problem
from entrypoints.server import bounded_protocol, lingering_transport
from entrypoints.server.bounded_protocol import MAX_HEAD_BYTES, MAX_HEADERS
from tests.http.served import exchange, served
from tests.http.till import Till, running

LIVE = b"GET /health/live HTTP/1.1\r\nHost: till.test\r\nConnection: close\r\n"


def with_headers(count: int) -> bytes:
    """A whole request with so many headers."""
    return LIVE + b"".join(b"X-%d: 1\r\n" % number for number in range(count - 2)) + b"\r\n"


def of_size(size: int) -> bytes:
    """A whole request whose head has so many bytes."""
    rest = len(LIVE) + len(b"X-Padding: \r\n\r\n")
    return LIVE + b"X-Padding: " + b"x" * (size - rest) + b"\r\n\r\n"


async def sent_on(writer: asyncio.StreamWriter, part: bytes, times: int) -> None:
    """Sends so many parts more, whatever was answered meanwhile. Raises `ConnectionError` once it is cut off."""
    for _ in range(times):
        writer.write(part)
        await writer.drain()
        await asyncio.sleep(0.001)


def problem_in(answer: bytes) -> tuple[int, dict[str, Any]]:
    """The status and the problem document of an answer."""
    head, _, body = answer.partition(b"\r\n\r\n")
    assert b"application/problem+json" in head
    return int(head.split()[1]), json.loads(body)


@pytest.mark.parametrize("request_", [of_size(MAX_HEAD_BYTES), with_headers(MAX_HEADERS)], ids=["bytes", "headers"])
async def test_a_head_at_the_limit_is_served(till: Till, request_: bytes) -> None:
    async with served(till) as port:
        assert (await exchange(port, request_)).startswith(b"HTTP/1.1 200 ")


@pytest.mark.parametrize(
    "request_",
    [
        of_size(MAX_HEAD_BYTES + 1),
        with_headers(MAX_HEADERS + 1),
        b"GET /" + b"x" * MAX_HEAD_BYTES,
        LIVE + b"X-Endless: " + b"x" * MAX_HEAD_BYTES,
    ],
    ids=["bytes", "headers", "url", "unfinished"],
)
async def test_a_head_above_the_limit_is_refused_and_the_connection_closed(till: Till, request_: bytes) -> None:
    async with served(till) as port:
        answer = await exchange(port, request_)

    status, problem = problem_in(answer)
    assert (status, problem["code"]) == (431, "request_head_too_large")
    assert problem["requestId"].startswith("req_")


async def test_a_head_above_the_limit_ends_the_connection_after_the_answer_before_it(till: Till) -> None:
    first = LIVE.replace(b"Connection: close\r\n", b"\r\n")

    async with served(till) as port:
        answer = await exchange(port, first + of_size(MAX_HEAD_BYTES + 1))

    assert answer.startswith(b"HTTP/1.1 200 OK")
    assert answer.count(b"HTTP/1.1 200 OK") == 1


async def test_a_head_that_never_ends_is_refused_in_time(till: Till, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounded_protocol, "HEAD_SECONDS", 0.05)

    async with served(till) as port:
        unfinished = await exchange(port, LIVE)
        silent = await exchange(port, b"")

    status, problem = problem_in(unfinished)
    assert (status, problem["code"]) == (408, "request_timeout")
    assert silent == b""


async def test_the_deadline_of_a_head_ends_with_the_head(till: Till, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounded_protocol, "HEAD_SECONDS", 0.05)
    released = asyncio.Event()
    products = till.stores.catalog.products

    async def slow() -> object:
        await released.wait()
        return await products()

    monkeypatch.setattr(till.stores.catalog, "products", slow)
    async with served(till) as port:
        asking = asyncio.create_task(exchange(port, LIVE.replace(b"/health/live", b"/api/products") + b"\r\n"))
        assert await exchange(port, b"") == b""
        released.set()
        answer = await asking

    assert answer.startswith(b"HTTP/1.1 200 ")


async def test_a_body_that_never_ends_is_refused_in_time() -> None:
    sent: list[Message] = []

    async def never() -> Message:
        await asyncio.Event().wait()
        raise AssertionError

    async def reading(_: Scope, receive: Receive, __: Send) -> None:
        await receive()

    async def send(message: Message) -> None:
        sent.append(message)

    scope = {"type": "http", "method": "POST", "headers": [(b"content-length", b"1299")]}
    with pytest.raises(Problem) as refused:
        await BodyLimits(reading, seconds=0.0)(scope, never, send)

    assert refused.value.kind.code == "request_timeout"


async def test_a_connection_whose_body_was_not_read_is_closed(till: Till) -> None:
    head = (
        b"POST /api/orders HTTP/1.1\r\nHost: till.test\r\nContent-Type: application/json\r\nContent-Length: 40\r\n\r\n"
    )

    async with served(till) as port:
        answer = await exchange(port, head)

    status, problem = problem_in(answer)
    assert (status, problem["code"]) == (401, "unauthenticated")
    assert b"\r\nconnection: close\r\n" in answer


@pytest.mark.parametrize(
    "garbage",
    [
        b"nonsense\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"GET /\xff\xfe HTTP/1.1\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00",
    ],
    ids=["words", "version", "path", "tls"],
)
async def test_what_is_not_http_gets_a_problem_and_counts_for_the_limit(garbage: bytes) -> None:
    limiter = InMemoryRateLimiter(lambda: 1000.0, count=1, seconds=60)
    async with running(limiter=limiter) as till, served(till) as port:
        first, second = [problem_in(await exchange(port, garbage)) for _ in range(2)]

    assert (first[0], first[1]["code"]) == (400, "malformed_request")
    assert (second[0], second[1]["code"]) == (429, "rate_limited")


CHUNKED = b"POST /api/checkout/quote HTTP/1.1\r\nHost: till.test\r\n%bTransfer-Encoding: chunked\r\n\r\n"
JSON = b"Content-Type: application/json\r\n"


@pytest.mark.parametrize(
    "body",
    [b"ZZ\r\n{}\r\n", b"2\r\n{}nonsense\r\n", b'5\r\n{"a":\r\nffffffffffffffffff\r\n'],
    ids=["size", "end", "later"],
)
async def test_a_chunk_that_is_not_http_gets_a_problem_and_counts_for_the_limit(body: bytes) -> None:
    limiter = InMemoryRateLimiter(lambda: 1000.0, count=1, seconds=60)
    async with running(limiter=limiter) as till, served(till) as port:
        request_ = CHUNKED % (JSON + f"Authorization: {till.ada['Authorization']}\r\n".encode()) + body
        first, second = [problem_in(await exchange(port, request_)) for _ in range(2)]

    assert (first[0], first[1]["code"]) == (400, "malformed_request")
    assert first[1]["requestId"].startswith("req_")
    assert (second[0], second[1]["code"]) == (429, "rate_limited")


@pytest.mark.parametrize(
    ("head", "status"),
    [(LIVE + b"X-Endless: ", 431), (b"POST /api/orders HTTP/1.1\r\nHost: a\r\nContent-Length: 900000\r\n\r\n", 401)],
    ids=["head", "body"],
)
async def test_an_answer_reaches_a_client_that_still_sends(till: Till, head: bytes, status: int) -> None:
    async with served(till) as port:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(head)
        await sent_on(writer, b"x" * 40_000, times=20)
        answer = await asyncio.wait_for(reader.read(), 10)
        writer.close()

    assert problem_in(answer)[0] == status


async def test_a_client_that_goes_on_sending_is_cut_off(till: Till, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lingering_transport, "LINGER_BYTES", 100_000)

    async with served(till) as port:
        _, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(LIVE + b"X-Endless: ")
        with pytest.raises(ConnectionError):
            await sent_on(writer, b"x" * 40_000, times=1000)


async def test_a_refused_client_that_does_not_hang_up_is_let_go(till: Till, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lingering_transport, "LINGER_SECONDS", 0.05)

    async with served(till) as port:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(b"nonsense\r\n\r\n")
        await reader.read()
        with pytest.raises(ConnectionError):
            await sent_on(writer, b"x", times=1000)


async def test_connections_above_the_limit_are_answered_503(till: Till, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounded_protocol, "MAX_CONNECTIONS", 1)

    async with served(till) as port:
        _, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(LIVE)
        answer = await exchange(port, b"")
        writer.close()
        await writer.wait_closed()

    status, problem = problem_in(answer)
    assert (status, problem["code"]) == (503, "server_busy")
    assert b"\r\nretry-after: 5\r\n" in answer


async def test_pipelined_requests_are_answered_in_turn(till: Till) -> None:
    first = LIVE.replace(b"Connection: close\r\n", b"") + b"\r\n"

    async with served(till) as port:
        answer = await exchange(port, first + first + LIVE + b"\r\n")

    assert answer.count(b"HTTP/1.1 200 OK") == 3
