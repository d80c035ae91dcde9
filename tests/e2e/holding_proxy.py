"""Stands between one API and the stand-in for Stripe and holds calls, so that a process can die at the worst moment."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import httpx

from tests.e2e.waiting import wait_until
from tests.http_server import Answer, Asked, http_server

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

    def carry(self, asked: Asked) -> Answer | None:
        """Stripe's answer; None where the call was let go without Stripe hearing of it."""
        call = f"{asked.method} {asked.path}"
        held = next((held for held in self.holds if not held.let_go.is_set() and held.matches(call, asked.body)), None)
        if held is not None and held.before_stripe:
            held.calls += 1
            held.let_go.wait(MATCH_WINDOW)
            return None
        self.passed.append(call)
        answer = self._forwarded(asked)
        if held is not None:
            held.calls += 1
            held.let_go.wait(MATCH_WINDOW)
        return answer

    def _forwarded(self, asked: Asked) -> Answer:
        headers = {name: asked.headers[name] for name in _CARRIED if name in asked.headers}
        url = self.stripe_url + asked.path
        answer = httpx.request(asked.method, url, headers=headers, content=asked.body, timeout=MATCH_WINDOW)
        brought = [(name, answer.headers[name]) for name in _BROUGHT if name in answer.headers]
        return Answer(status=answer.status_code, headers=brought, body=answer.content)


@contextmanager
def holding_proxy(stripe_url: str) -> Iterator[HoldingProxy]:
    """A proxy on a free port of this machine; at the end everything that it holds is let go."""
    proxy = HoldingProxy(stripe_url)
    with http_server(proxy.carry) as url:
        proxy.url = url
        try:
            yield proxy
        finally:
            for held in proxy.holds:
                held.let_go.set()
