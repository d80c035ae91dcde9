"""A transport that is closed in two steps where its client may still be sending."""

import asyncio
from collections.abc import Callable
from typing import Any, Final

LINGER_SECONDS: Final = 2.0
LINGER_BYTES: Final = 1024 * 1024
"""Bytes that a client may still send once it was answered."""


class LingeringTransport:
    """Passes everything on to a transport but closing while the client sends.

    A connection that is closed with bytes unread is reset by the kernel, and the client loses the answer that was
    written before (RFC 9112, section 9.6). So the writing side is closed first, and what still comes is thrown away
    until the client has closed its side, or sent `LINGER_BYTES`, or `LINGER_SECONDS` are over.
    """

    def __init__(
        self, transport: asyncio.Transport, loop: asyncio.AbstractEventLoop, is_unread: Callable[[], bool]
    ) -> None:
        self._transport = transport
        self._loop = loop
        self._is_unread = is_unread
        self._discarded = 0
        self._lingering = False

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)

    def is_closing(self) -> bool:
        """Whether nothing more is read or written."""
        return self._lingering or self._transport.is_closing()

    def close(self) -> None:
        """Closes, at once where the request was read whole."""
        if self.is_closing():
            return
        if not (self._is_unread() and self._transport.can_write_eof()):
            self._transport.close()
            return
        self._lingering = True
        self._transport.write_eof()
        self._transport.resume_reading()
        self._loop.call_later(LINGER_SECONDS, self._transport.close)

    def discard(self, size: int) -> None:
        """Counts bytes that came after the answer; closes at once where they are too many."""
        self._discarded += size
        if self._lingering and self._discarded > LINGER_BYTES:
            self._transport.close()
