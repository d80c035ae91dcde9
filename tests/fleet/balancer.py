"""A load balancer before several APIs: every request goes to one of those in rotation, on a connection of its own."""

import http.client
import random
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

from tests.e2e.waiting import wait_until

ANSWER_SECONDS = 90.0
_HOP = frozenset({"connection", "keep-alive", "transfer-encoding", "host", "content-length"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What an API answered; status None where it broke the connection off."""

    status: int | None
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""


@dataclass
class Balancer:
    """`url` is where callers and Stripe reach the APIs; what each of them answered is counted by name and status."""

    url: str = ""
    answered: Counter[tuple[str, str, int | None]] = field(default_factory=Counter)
    failed: list[str] = field(default_factory=list)
    _rotation: dict[str, str] = field(default_factory=dict)
    _under_way: Counter[str] = field(default_factory=Counter)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def join(self, name: str, url: str) -> None:
        """Has the API of that name be sent requests."""
        with self._lock:
            self._rotation[name] = url

    def leave(self, name: str) -> None:
        """Has it be sent none from now on; returns once it has answered those that it was sent."""
        with self._lock:
            del self._rotation[name]
        wait_until(lambda: not self._under_way[name], f"the last answer of {name}", ANSWER_SECONDS)

    def names(self) -> set[str]:
        """The APIs in rotation."""
        with self._lock:
            return set(self._rotation)

    def carry(self, method: str, path: str, headers: dict[str, str], body: bytes) -> Answer:
        """The answer of one of the APIs; one that accepts no connection is passed over, as proxies do."""
        tried: set[str] = set()
        while chosen := self._chosen(tried):
            name, url = chosen
            try:
                answer = _asked(url, method, path, headers, body)
            except ConnectionRefusedError:
                tried.add(name)
                continue
            finally:
                with self._lock:
                    self._under_way[name] -= 1
            with self._lock:
                self.answered[name, method, answer.status] += 1
                # Unavailable is an answer that is documented; these are not.
                if answer.status is None or (answer.status >= 500 and answer.status != 503):
                    self.failed.append(f"{name}: {method} {path}: {answer.status} {answer.body[:300]!r}")
            return answer
        with self._lock:
            self.failed.append(f"nobody: {method} {path}")
        return Answer(status=None)

    def _chosen(self, tried: set[str]) -> tuple[str, str] | None:
        with self._lock:
            there = [each for each in self._rotation.items() if each[0] not in tried]
            if not there:
                return None
            chosen = random.choice(there)
            self._under_way[chosen[0]] += 1
            return chosen


def _asked(url: str, method: str, path: str, headers: dict[str, str], body: bytes) -> Answer:
    connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=ANSWER_SECONDS)
    try:
        connection.connect()
        try:
            connection.request(method, path, body=body, headers={**headers, "Connection": "close"})
            answer = connection.getresponse()
            return Answer(status=answer.status, headers=tuple(answer.getheaders()), body=answer.read())
        except (OSError, http.client.HTTPException):
            return Answer(status=None)
    finally:
        connection.close()


@contextmanager
def running_balancer() -> Iterator[Balancer]:
    """A balancer on a free port of this machine, with no API behind it yet."""
    balancer = Balancer()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _carry(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length") or 0))
            headers = {name: value for name, value in self.headers.items() if name.lower() not in _HOP}
            answer = balancer.carry(self.command, self.path, headers, body)
            self.close_connection = answer.status is None
            if answer.status is None:
                return
            with suppress(OSError):
                self.send_response(answer.status)
                for name, value in answer.headers:
                    if name.lower() not in _HOP:
                        self.send_header(name, value)
                self.send_header("content-length", str(len(answer.body)))
                self.end_headers()
                self.wfile.write(answer.body)

        do_GET = do_POST = do_DELETE = _carry  # noqa: N815

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            del format, args

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    balancer.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield balancer
    finally:
        server.shutdown()
        server.server_close()
        thread.join(timeout=10)
