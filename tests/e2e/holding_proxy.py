"""Stands between one API and the stand-in for Stripe and holds calls, so that a process can die at the worst moment."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx

from tests.e2e.waiting import wait_until

MATCH_WINDOW = 90.0
_CARRIED = ("authorization", "content-type", "idempotency-key", "stripe-version")
_BROUGHT = ("content-type", "idempotent-replayed", "request-id", "stripe-should-retry", "stripe-version")


@dataclass
class Held:
    """Calls that match are held: before Stripe receives of them, or after it has answered."""

    call: str
    about: bytes
    before_stripe: bool
    calls: int = 0
    let_go: threading.Event = field(default_factory=threading.Event)

    def matches(self, call: str, body: bytes) -> bool:
        """`call` begins the request line; `about` is in the body, or in the path."""
        return call.startswith(self.call) and self.about in call.encode() + body

    def until_there(self) -> None:
        """Returns once a call is being held."""
        wait_until(lambda: self.calls > 0, f"{self.call} to be held", MATCH_WINDOW)


@dataclass
class HoldingProxy:
    """`url` takes the stand-in's place."""

    stripe_url: str
    url: str = ""
    holds: list[Held] = field(default_factory=list)
    passed: list[str] = field(default_factory=list)

    def hold(self, call: str, about: str, *, before_stripe: bool) -> Held:
        """Holds calls such as `POST /v1/refunds` that are about something, until they are let go."""
        held = Held(call, about.encode(), before_stripe)
        self.holds.append(held)
        return held

    def carry(self, method: str, path: str, headers: dict[str, str], body: bytes) -> httpx.Response | None:
        """Stripe's answer; None where the call was let go without Stripe hearing of it."""
        call = f"{method} {path}"
        held = next((held for held in self.holds if not held.let_go.is_set() and held.matches(call, body)), None)
        if held is not None and held.before_stripe:
            held.calls += 1
            held.let_go.wait(MATCH_WINDOW)
            return None
        self.passed.append(call)
        answer = httpx.request(method, self.stripe_url + path, headers=headers, content=body, timeout=MATCH_WINDOW)
        if held is not None:
            held.calls += 1
            held.let_go.wait(MATCH_WINDOW)
        return answer


@contextmanager
def holding_proxy(stripe_url: str) -> Iterator[HoldingProxy]:
    """A proxy on a free port of this machine; at the end everything that it holds is let go."""
    proxy = HoldingProxy(stripe_url)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _carry(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length") or 0))
            headers = {name: self.headers[name] for name in _CARRIED if name in self.headers}
            answer = proxy.carry(self.command, self.path, headers, body)
            self.close_connection = answer is None
            if answer is None:
                return
            # Whoever asked may be dead by now.
            with suppress(OSError):
                self.send_response(answer.status_code)
                for name in _BROUGHT:
                    if name in answer.headers:
                        self.send_header(name, answer.headers[name])
                self.send_header("content-length", str(len(answer.content)))
                self.end_headers()
                self.wfile.write(answer.content)

        do_GET = do_POST = do_DELETE = _carry  # noqa: N815

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            del format, args

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    proxy.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield proxy
    finally:
        for held in proxy.holds:
            held.let_go.set()
        server.shutdown()
        server.server_close()
        thread.join(timeout=10)
