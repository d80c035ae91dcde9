"""One of the shop's own systems: it verifies the events that it is sent as Standard Webhooks says, and keeps them."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from standardwebhooks.webhooks import Webhook, WebhookVerificationError


@dataclass
class ShopSystem:
    """`received` has each event once, by its id; `secret` may be changed while it runs."""

    secret: str
    url: str = ""
    received: dict[str, dict[str, Any]] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)

    def types_of(self, order_id: str) -> list[str]:
        """What it was sent about an order."""
        return sorted(event["type"] for event in list(self.received.values()) if event["data"]["orderId"] == order_id)


@contextmanager
def running_shop_system(secret: str) -> Iterator[ShopSystem]:
    """A system that listens on a free port of this machine."""
    system = ShopSystem(secret)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            try:
                Webhook(system.secret).verify(body, dict(self.headers.items()))
                system.received[self.headers["webhook-id"]] = json.loads(body)
                status = 204
            except WebhookVerificationError as why:
                system.refused.append(f"{self.headers['webhook-id']}: {why}")
                status = 401
            self.send_response(status)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            del format, args

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    system.url = f"http://127.0.0.1:{server.server_address[1]}/hooks"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield system
    finally:
        server.shutdown()
        server.server_close()
        thread.join(timeout=10)
