"""Stands between Till and MongoDB and loses answers on request."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit


@dataclass(slots=True)
class LossyProxy:
    """`uri` leads to MongoDB by this proxy.

    While `mute`, nothing that MongoDB says gets through. `cut_answer_to` names a command: the next one is carried out,
    and the connection breaks instead of bringing the answer.
    """

    uri: str = ""
    mute: bool = False
    cut_answer_to: bytes | None = None
    cuts: int = 0
    _doomed: set[int] = field(default_factory=set)

    async def serve(self, host: str, port: int, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        server_reader, server_writer = await asyncio.open_connection(host, port)
        connection = id(writer)
        ways = (
            asyncio.create_task(self._carry_there(connection, reader, server_writer)),
            asyncio.create_task(self._carry_back(connection, server_reader, writer)),
        )
        try:
            await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for way in ways:
                way.cancel()
            for end in (server_writer, writer):
                end.close()
            await asyncio.gather(*ways, server_writer.wait_closed(), writer.wait_closed(), return_exceptions=True)

    async def _carry_there(self, connection: int, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await reader.read(65536):
            if self.cut_answer_to is not None and b"\x02" + self.cut_answer_to + b"\x00" in data:
                self.cut_answer_to = None
                self._doomed.add(connection)
            writer.write(data)
            await writer.drain()

    async def _carry_back(self, connection: int, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await reader.read(65536):
            if connection in self._doomed:
                self._doomed.discard(connection)
                self.cuts += 1
                return
            if not self.mute:
                writer.write(data)
                await writer.drain()


@asynccontextmanager
async def lossy_proxy(mongodb_uri: str) -> AsyncIterator[LossyProxy]:
    """A proxy on a free port of this machine, for the first host that the URI names."""
    there = urlsplit(mongodb_uri)
    host, port = there.hostname or "127.0.0.1", there.port or 27017
    proxy = LossyProxy()
    tasks: set[asyncio.Task[None]] = set()
    accepted: list[asyncio.StreamWriter] = []

    def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        accepted.append(writer)
        task = asyncio.create_task(proxy.serve(host, port, reader, writer))
        tasks.add(task)
        task.add_done_callback(tasks.discard)

    server = await asyncio.start_server(accept, "127.0.0.1", 0)
    proxy.uri = f"mongodb://127.0.0.1:{server.sockets[0].getsockname()[1]}/?directConnection=true"
    try:
        yield proxy
    finally:
        server.close()
        for task in list(tasks):
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        # Whoever was canceled before MongoDB had answered the first call has not closed their own end.
        for writer in accepted:
            writer.close()
        await asyncio.gather(*(writer.wait_closed() for writer in accepted), return_exceptions=True)
