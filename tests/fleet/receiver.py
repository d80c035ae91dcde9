"""One of the shop's own systems: it verifies the events that it is sent as Standard Webhooks says, and keeps them."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from tests.http_server import Answer, Asked, http_server


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

    def receive(self, asked: Asked) -> Answer:
        """Keeps an event whose signature is right, and refuses any other."""
        event_id = asked.headers["webhook-id"]
        try:
            Webhook(self.secret).verify(asked.body, dict(asked.headers.items()))
        except WebhookVerificationError as why:
            self.refused.append(f"{event_id}: {why}")
            return Answer(status=401)
        self.received[event_id] = json.loads(asked.body)
        return Answer(status=204)


@contextmanager
def running_shop_system(secret: str) -> Iterator[ShopSystem]:
    """A system that listens on a free port of this machine."""
    system = ShopSystem(secret)
    with http_server(system.receive) as url:
        system.url = f"{url}/hooks"
        yield system
