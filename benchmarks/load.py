"""Load over plain connections, so light that what is measured is the server."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from time import perf_counter

import msgspec

from benchmarks.processes import HOST

GIVE_UP_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    status: int
    body: bytes

    def json(self) -> dict[str, object]:
        """The body, which is an object."""
        return msgspec.json.decode(self.body, type=dict[str, object])


class Unexpected(Exception):
    """An answer that makes the measurement worthless."""


@dataclass(slots=True)
class Caller:
    """One connection that is kept; `seconds` has how long each of its requests took.

    Where `scheduled` is set, the next request counts from that moment, and not from when it could be sent.
    """

    port: int
    scheduled: float | None = None
    seconds: list[float] = field(default_factory=list)
    _reader: asyncio.StreamReader | None = None
    _writer: asyncio.StreamWriter | None = None

    async def get(self, path: str, headers: Mapping[str, str] | None = None) -> Answer:
        """Reads; raises `Unexpected` for anything but success."""
        return await self._send("GET", path, headers or {}, b"")

    async def post(self, path: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        """Sends JSON; raises `Unexpected` for anything but success."""
        return await self._send("POST", path, {"Content-Type": "application/json", **headers}, body)

    async def close(self) -> None:
        """Ends the connection."""
        if self._writer is not None:
            self._writer.close()
            await self._writer.wait_closed()
            self._reader = self._writer = None

    async def _send(self, method: str, path: str, headers: Mapping[str, str], body: bytes) -> Answer:
        lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        request = f"{method} {path} HTTP/1.1\r\nHost: {HOST}\r\n{lines}Content-Length: {len(body)}\r\n\r\n".encode()
        begun, self.scheduled = perf_counter() if self.scheduled is None else self.scheduled, None
        async with asyncio.timeout(GIVE_UP_SECONDS):
            answer = await self._exchange(request + body)
        self.seconds.append(perf_counter() - begun)
        if not 200 <= answer.status < 300:
            raise Unexpected(f"{method} {path}: {answer.status} {answer.body.decode(errors='replace')}")
        return answer

    async def _exchange(self, request: bytes) -> Answer:
        if self._reader is None or self._writer is None:
            self._reader, self._writer = await asyncio.open_connection(HOST, self.port)
        self._writer.write(request)
        head = (await self._reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
        length = head.partition("content-length:")[2].partition("\r\n")[0]
        return Answer(int(head.split(" ", 2)[1]), await self._reader.readexactly(int(length or 0)))


@dataclass(frozen=True, slots=True)
class Load:
    """What a load took; `seconds` is one figure for each request."""

    wall: float
    seconds: list[float]


Journey = Callable[[Caller], Awaitable[None]]
"""One or several requests of one caller."""


async def run(port: int, journeys: Iterable[Journey], connections: int) -> Load:
    """Runs every journey, as many at once as there are connections: each waits for the answer to the one before."""
    waiting = iter(journeys)

    async def travel(caller: Caller) -> None:
        for journey in waiting:
            await journey(caller)

    return await _travelled(port, connections, travel)


async def run_steadily(port: int, journeys: Sequence[Journey], connections: int, rate: float) -> Load:
    """Begins so many journeys a second, whatever the server answers meanwhile.

    A journey for which no connection is free waits for one, and its first request counts from the moment at which it
    should have been sent: a server that stalls is not spared the requests that would have come meanwhile.
    """
    begun = perf_counter()
    waiting = iter(
        [(begun + offset, journey) for offset, journey in zip(arrivals(len(journeys), rate), journeys, strict=True)]
    )

    async def travel(caller: Caller) -> None:
        for scheduled, journey in waiting:
            while (ahead := scheduled - perf_counter()) > 0:  # noqa: ASYNC110 - a timer may end a little early
                await asyncio.sleep(ahead)
            caller.scheduled = scheduled
            await journey(caller)

    return await _travelled(port, connections, travel)


def arrivals(count: int, rate: float) -> list[float]:
    """Returns when each of so many journeys begins, in seconds from the first."""
    return [number / rate for number in range(count)]


async def _travelled(port: int, connections: int, travel: Callable[[Caller], Coroutine[None, None, None]]) -> Load:
    callers = [Caller(port) for _ in range(connections)]
    begun = perf_counter()
    try:
        async with asyncio.TaskGroup() as group:
            for caller in callers:
                group.create_task(travel(caller))
        wall = perf_counter() - begun
    finally:
        for caller in callers:
            await caller.close()
    return Load(wall, [taken for caller in callers for taken in caller.seconds])
