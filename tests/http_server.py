"""An HTTP server of a test's own, in threads: each request is answered by a function."""

import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

STOP_SECONDS = 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A request, read whole."""

    method: str
    path: str
    headers: Message
    body: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What is sent back."""

    status: int
    headers: Iterable[tuple[str, str]] = ()
    body: bytes = b""


@contextmanager
def http_server(answer: Callable[[Asked], Answer | None]) -> Iterator[str]:
    """Serves on a free port of this machine and yields its URL; an answer of None breaks the connection off."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length") or 0))
            answered = answer(Asked(method=self.command, path=self.path, headers=self.headers, body=body))
            self.close_connection = answered is None
            if answered is None:
                return
            # The process that asked may be dead by now.
            with suppress(OSError):
                self.send_response(answered.status)
                for name, value in answered.headers:
                    self.send_header(name, value)
                self.send_header("content-length", str(len(answered.body)))
                self.end_headers()
                self.wfile.write(answered.body)

        do_GET = do_POST = do_DELETE = _answer  # noqa: N815

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            del format, args

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join(timeout=STOP_SECONDS)
