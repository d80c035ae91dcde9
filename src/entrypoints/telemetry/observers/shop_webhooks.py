"""Watches the events that are sent to the shop's endpoints: how long they take, and how they end."""

from typing import Final

import structlog
from prometheus_client import Counter, Histogram

from application.ports.shop.webhooks import Endpoint
from domain.orders.shop_message import ShopMessage

SHOP_EVENTS: Final = Counter(
    "till_shop_events", "Events that were sent to the shop's endpoints, by the answer.", ["endpoint", "type", "status"]
)
SHOP_SECONDS: Final = Histogram(
    "till_shop_webhook_seconds",
    "How long the shop's endpoints took to answer.",
    ["endpoint"],
    buckets=(0.05, 0.1, 0.2, 0.4, 0.8, 1.5, 3, 5, 10, 15),
)


def watch_delivery(endpoint: Endpoint, message: ShopMessage, status: int | None, seconds: float) -> None:
    """Counts and logs one try; `status` is None where no answer came."""
    SHOP_EVENTS.labels(endpoint.id, message.type.value, str(status or "none")).inc()
    SHOP_SECONDS.labels(endpoint.id).observe(seconds)
    structlog.get_logger("till.shop").info(
        "shop_event_sent",
        event_id=message.id,
        type=message.type.value,
        order_id=message.order_id,
        endpoint=endpoint.shown,
        endpoint_id=endpoint.id,
        status=status,
        seconds=round(seconds, 3),
    )
