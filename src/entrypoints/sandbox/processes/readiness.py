"""Checks from outside that a process is ready."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Final

from entrypoints.sandbox.addresses import HOST

_ANSWER_SECONDS: Final = 5.0


def listens(port: int) -> Callable[[], Awaitable[bool]]:
    """Returns a check that something accepts connections on the port."""

    async def probe() -> bool:
        try:
            _, writer = await asyncio.open_connection(HOST, port)
        except OSError:
            return False
        writer.close()
        with suppress(OSError):
            await writer.wait_closed()
        return True

    return probe


def answers_200(port: int, path: str) -> Callable[[], Awaitable[bool]]:
    """Returns a check that a GET of the path is answered 200."""

    async def probe() -> bool:
        try:
            async with asyncio.timeout(_ANSWER_SECONDS):
                reader, writer = await asyncio.open_connection(HOST, port)
                try:
                    writer.write(f"GET {path} HTTP/1.1\r\nHost: {HOST}:{port}\r\nConnection: close\r\n\r\n".encode())
                    status = await reader.readline()
                finally:
                    writer.close()
        except (OSError, TimeoutError):
            return False
        return status.split(maxsplit=2)[1:2] == [b"200"]

    return probe
