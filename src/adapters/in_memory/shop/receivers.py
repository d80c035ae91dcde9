"""A shop's systems that apply each event once and can be made to fail."""

import asyncio
from dataclasses import dataclass, field
from datetime import datetime

from application.ports.shop.webhooks import Endpoint, EndpointId, NotDelivered
from domain.identifiers.types import OrderId
from domain.orders.shop_message import ShopMessage


@dataclass
class Receivers:
    """Keeps the port `ShopWebhooks`.

    `posts` is every event that arrived, in order; `orders` the last event that was applied to each order, for an older
    one changes nothing. `down` refuses all events of an endpoint for a reason, `refused` those of one order; the next
    `answers_to_lose` events are applied and then reported as not delivered.
    """

    posts: list[tuple[EndpointId, ShopMessage]] = field(default_factory=list)
    orders: dict[tuple[EndpointId, OrderId], ShopMessage] = field(default_factory=dict)
    down: dict[EndpointId, str] = field(default_factory=dict)
    refused: dict[OrderId, str] = field(default_factory=dict)
    answers_to_lose: int = 0

    async def send(self, endpoint: Endpoint, message: ShopMessage, at: datetime) -> None:
        del at
        await asyncio.sleep(0)
        if (reason := self.down.get(endpoint.id) or self.refused.get(message.order_id)) is not None:
            raise NotDelivered(reason)
        self.posts.append((endpoint.id, message))
        place = (endpoint.id, message.order_id)
        known = self.orders.get(place)
        if known is None or known.seq < message.seq:
            self.orders[place] = message
        if self.answers_to_lose:
            self.answers_to_lose -= 1
            raise NotDelivered("timeout")
        await asyncio.sleep(0)
