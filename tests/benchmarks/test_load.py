"""Requests at a steady rate: a server that stalls is not spared those that would have come meanwhile."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from benchmarks.load import Caller, Unexpected, arrivals, run, run_steadily

STALL = 0.2


@asynccontextmanager
async def a_server(*, stalls_at: int = -1, status: int = 200) -> AsyncIterator[int]:
    """Answers at once, but for the request of one number."""
    seen = 0

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal seen
        while await reader.readline():
            await reader.readuntil(b"\r\n\r\n")
            seen += 1
            if seen - 1 == stalls_at:
                await asyncio.sleep(STALL)
            writer.write(b"HTTP/1.1 %d X\r\nContent-Length: 2\r\n\r\n{}" % status)
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    async with server:
        yield server.sockets[0].getsockname()[1]


async def look(caller: Caller) -> None:
    await caller.get("/")


async def look_twice(caller: Caller) -> None:
    await look(caller)
    await look(caller)


def test_arrivals_are_spread_evenly_whatever_is_answered() -> None:
    assert arrivals(4, 8.0) == [0.0, 0.125, 0.25, 0.375]


async def test_a_closed_loop_sees_a_stall_once() -> None:
    async with a_server(stalls_at=4) as port:
        took = await run(port, [look] * 20, 1)
    assert sum(seconds > STALL / 2 for seconds in took.seconds) == 1


async def test_at_a_steady_rate_all_that_should_have_come_meanwhile_is_late() -> None:
    async with a_server(stalls_at=4) as port:
        took = await run_steadily(port, [look] * 20, 1, rate=50.0)
    # In the first half of the stall came five more requests; each waited for at least the other half.
    assert sum(seconds > STALL / 2 for seconds in took.seconds) >= 5
    assert took.wall >= 19 / 50.0


async def test_only_the_first_request_of_a_journey_counts_from_its_schedule() -> None:
    async with a_server(stalls_at=0) as port:
        took = await run_steadily(port, [look_twice] * 2, 1, rate=1_000.0)
    # The second journey's first request waited for the first journey; its second one waited for nothing.
    assert [seconds > STALL / 2 for seconds in took.seconds] == [True, False, True, False]


async def test_an_answer_that_is_no_success_ends_the_measurement() -> None:
    async with a_server(status=503) as port:
        with pytest.raises(ExceptionGroup) as raised:
            await run_steadily(port, [look], 1, rate=50.0)
    assert raised.group_contains(Unexpected, match="503")
