"""What no page may ever do: log an error, break its own policy, ask a stranger for anything."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Error, Page, Request

HOME = {"127.0.0.1", "localhost"}
NOTE_VIOLATIONS = """
window.cspViolations = [];
document.addEventListener('securitypolicyviolation', (event) => {
  window.cspViolations.push(`${event.violatedDirective} ${event.blockedURI}`);
});
"""
REFUSED = re.compile(r"Failed to load resource: .*(status of (?P<status>\d{3})|net::(?P<net>\w+))")


@dataclass
class Watch:
    """Listens to a context from its first page on; `allowed` are the refusals that a test provokes, by status."""

    allowed: set[str] = field(default_factory=set)
    errors: list[str] = field(default_factory=list)
    strangers: list[str] = field(default_factory=list)
    requests: list[Request] = field(default_factory=list)
    violations: list[str] = field(default_factory=list)

    def over(self, context: BrowserContext) -> None:
        context.add_init_script(NOTE_VIOLATIONS)
        context.on("request", self._requested)
        context.on("console", self._said)
        context.on("weberror", lambda error: self.errors.append(f"uncaught: {error.error}"))

    def allow(self, *refusals: int | str) -> None:
        """The browser itself logs every refused request; a test names those it means to see: 402, "ERR_FAILED"."""
        self.allowed |= {str(refusal) for refusal in refusals}

    def asked(self, method: str, path: str) -> list[Request]:
        """The requests made so far with this method whose path matches."""
        pattern = re.compile(path)
        return [found for found in self.requests if found.method == method and pattern.search(urlsplit(found.url).path)]

    def collect(self, page: Page) -> None:
        """Before a page is left or closed: what its policy objected to."""
        for frame in page.frames:
            try:
                self.violations += frame.evaluate("window.cspViolations ?? []")
            except Error:
                continue  # a frame that a test kept from loading has nothing to tell

    def verdict(self) -> list[str]:
        return self.errors + [f"stranger: {url}" for url in self.strangers] + self.violations

    def _requested(self, request: Request) -> None:
        self.requests.append(request)
        parts = urlsplit(request.url)
        if parts.scheme in ("http", "https", "ws", "wss") and parts.hostname not in HOME:
            self.strangers.append(request.url)

    def _said(self, message: ConsoleMessage) -> None:
        if message.type != "error":
            return
        refused = REFUSED.match(message.text)
        if refused and (refused["status"] or refused["net"]) in self.allowed:
            return
        self.errors.append(message.text)
