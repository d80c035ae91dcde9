"""The API over a real server, with the protocol that `till serve` uses."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import uvicorn

from entrypoints.server.bounded_protocol import BoundedProtocol
from tests.http.till import Till


@asynccontextmanager
async def served(till: Till) -> AsyncIterator[int]:
    """Serves the API; yields its port."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = uvicorn.Server(uvicorn.Config(till.app, http=BoundedProtocol, lifespan="off", log_config=None))
        serving = asyncio.create_task(server.serve(sockets=[listening]))
        yield listening.getsockname()[1]
        server.should_exit = True
        await serving


async def exchange(port: int, sent: bytes) -> bytes:
    """Sends these bytes over a new connection and returns all that comes back until it is closed."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(sent)
    try:
        return await asyncio.wait_for(reader.read(), 10)
    finally:
        writer.close()
