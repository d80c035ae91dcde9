"""The server's HTTP protocol with limits that hold before a request reaches the application."""

import asyncio
import sys
from typing import Any, Final, cast

import httptools
import structlog
from uvicorn.config import Config
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle
from uvicorn.server import ServerState

from entrypoints.http.edge.refusals import REFUSAL, SERVER_BUSY_ANSWER
from entrypoints.http.problems import kinds
from entrypoints.http.problems.problem import Kind
from entrypoints.server.lingering_transport import LingeringTransport
from entrypoints.telemetry.metrics import counters as metrics

MAX_HEAD_BYTES: Final = 32 * 1024
MAX_HEADERS: Final = 100
HEAD_SECONDS: Final = 10.0
MAX_CONNECTIONS: Final = 800
"""Open connections of one process: below the usual limit of 1,024 open files."""

logger: Final = structlog.get_logger("till.http")


class BoundedProtocol(HttpToolsProtocol):
    """Reads requests as uvicorn does, but refuses a head that is too large, too slow or malformed.

    A refused request is still passed to the application, marked with the problem to answer, so that it is logged,
    measured and counted by the rate limit. The connection is closed once the client has had time to read the answer.
    """

    def __init__(
        self,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None = None,
    ) -> None:
        super().__init__(config, server_state, app_state, _loop)
        self._in_head = True
        self._head_bytes = 0
        self._refused = False
        self._head_deadline: asyncio.TimerHandle | None = None
        self._lingering: LingeringTransport | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Accepts the connection, or answers 503 where too many are open."""
        self._lingering = LingeringTransport(transport, self.loop, self._is_unread)
        super().connection_made(cast(asyncio.Transport, self._lingering))
        if len(self.connections) > MAX_CONNECTIONS:
            metrics.CONNECTIONS_REFUSED.inc()
            self._refused = True
            self.transport.write(SERVER_BUSY_ANSWER)
            self.transport.close()
            return
        self._start_head_deadline()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stops the deadline."""
        self._stop_head_deadline()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Feeds the parser, within a head no more bytes than a head may have."""
        while data:
            if self._refused or self.transport.is_closing():
                if self._lingering is not None:
                    self._lingering.discard(len(data))
                return
            part = data
            if self._in_head:
                part = data[: MAX_HEAD_BYTES - self._head_bytes]
                if not part:
                    self._refuse(kinds.REQUEST_HEAD_TOO_LARGE)
                    return
                self._head_bytes += len(part)
                if self._head_deadline is None:
                    self._start_head_deadline()
            data = data[len(part) :]
            super().data_received(part)

    def on_header(self, name: bytes, value: bytes) -> None:
        """Collects a header; one too many stops the parser."""
        if len(self.headers) >= MAX_HEADERS:
            raise _HeadTooLarge
        super().on_header(name, value)

    def on_headers_complete(self) -> None:
        """Starts the request, unless its head is too large: with pipelining, several heads arrive at once."""
        line = len(self.parser.get_method()) + len(self.url) + len("  HTTP/1.1\r\n")
        size = line + sum(len(name) + len(value) + len(": \r\n") for name, value in self.headers) + len("\r\n")
        if size > MAX_HEAD_BYTES:
            raise _HeadTooLarge
        self._in_head = False
        self._stop_head_deadline()
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """Ends a request; the next bytes are the head of another."""
        self._in_head = True
        self._head_bytes = 0
        super().on_message_complete()

    def send_400_response(self, msg: str) -> None:  # noqa: ARG002 - the problem document has its own text
        """Answers a request that the parser could not read."""
        too_large = isinstance(self._parser_fault(), _HeadTooLarge)
        self._refuse(kinds.REQUEST_HEAD_TOO_LARGE if too_large else kinds.MALFORMED_REQUEST)

    @staticmethod
    def _parser_fault() -> BaseException | None:
        """Returns what a callback raised, of the parser's error that is being handled."""
        fault = sys.exc_info()[1]
        return fault.__context__ if isinstance(fault, httptools.HttpParserCallbackError) else None

    def _start_head_deadline(self) -> None:
        self._head_deadline = self.loop.call_later(HEAD_SECONDS, self._head_timed_out)

    def _stop_head_deadline(self) -> None:
        if self._head_deadline is not None:
            self._head_deadline.cancel()
            self._head_deadline = None

    def _head_timed_out(self) -> None:
        self._head_deadline = None
        if self._head_bytes:
            self._refuse(kinds.REQUEST_TIMEOUT)
        else:
            self.transport.close()

    def _is_unread(self) -> bool:
        """Whether the client may have more to send of a request that is answered."""
        return self._refused or not self._in_head

    def _refuse(self, kind: Kind) -> None:
        self._refused = True
        self._stop_head_deadline()
        if self.cycle is not None and not self.cycle.response_complete:  # type: ignore[redundant-expr]
            self._end_after_answer(kind)
            return
        scope: Any = {
            "type": "http",
            "asgi": {"version": self.asgi_version, "spec_version": "2.3"},
            "http_version": "1.1",
            "method": "",
            "scheme": self.scheme,
            "path": "",
            "raw_path": b"",
            "query_string": b"",
            "root_path": self.root_path,
            "headers": self.headers or [],
            "client": self.client,
            "server": self.server,
            "state": {},
            REFUSAL: kind,
        }
        self.cycle = RequestResponseCycle(
            scope=scope,
            transport=self.transport,
            flow=self.flow,
            logger=self.logger,
            access_logger=self.access_logger,
            access_log=False,
            default_headers=self.server_state.default_headers,
            message_event=asyncio.Event(),
            expect_100_continue=False,
            keep_alive=False,
            on_response=self.on_response_complete,
        )
        self.cycle.more_body = False
        self._start_asgi_task(self.cycle, self.app)

    def _end_after_answer(self, kind: Kind) -> None:
        """Ends the connection after the answer that is being prepared: the refusal, where its body was being read."""
        self.pipeline.clear()
        self.cycle.keep_alive = False
        if self.cycle.more_body:
            scope: Any = self.cycle.scope
            scope[REFUSAL] = kind
            self.cycle.message_event.set()


class _HeadTooLarge(Exception):
    """The head has more headers or bytes than MAX_HEADERS and MAX_HEAD_BYTES."""
