"""A shop of three small files, for what the card form owes to any shop."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

FILES = Path(__file__).parent
KINDS = {
    "/": ("index.html", "text/html"),
    "/shop.js": ("shop.js", "text/javascript"),
    "/shop.css": ("shop.css", "text/css"),
}
BACK = b"<!doctype html><html lang=en><title>Back</title><link rel=icon href='data:,'><h1>Back in the shop</h1>"


class PlainShop(ThreadingHTTPServer):
    """Serves the page under a policy that lets in the payment service named in `stripe_url` and nothing else."""

    stripe_url = ""

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    @property
    def policy(self) -> str:
        stripe = self.stripe_url
        return (
            f"default-src 'none'; script-src 'self' {stripe}; frame-src {stripe}; connect-src 'self' {stripe}; "
            "style-src 'self'; img-src data:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
        )


class _Pages(BaseHTTPRequestHandler):
    server: PlainShop

    def do_GET(self) -> None:
        path = self.path.partition("?")[0]
        name, kind = KINDS.get(path, ("", "text/html"))
        content = (FILES / name).read_text().replace("{stripe_url}", self.server.stripe_url).encode() if name else BACK
        self.send_response(200)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Security-Policy", self.server.policy)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def plain_shop() -> Iterator[PlainShop]:
    """The shop, open while the context lasts."""
    with PlainShop(("127.0.0.1", 0), _Pages) as server:
        serving = Thread(target=server.serve_forever, daemon=True)
        serving.start()
        yield server
        server.shutdown()
        serving.join()
