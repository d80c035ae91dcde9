"""Sending events to the shop's own systems."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import NewType, Protocol

from domain.orders.shop_message import ShopMessage

EndpointId = NewType("EndpointId", str)
"""Names an endpoint in stored documents: a URL may hold dots, and a token."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """A URL of the shop's that is notified of every event."""

    id: EndpointId
    url: str

    @property
    def shown(self) -> str:
        """The URL as people and logs may see it: its query may hold a token."""
        return self.url.partition("?")[0]


def endpoint_at(url: str) -> Endpoint:
    """Returns the endpoint of a URL, which has the same id in every process and after every restart."""
    return Endpoint(id=EndpointId("e" + hashlib.sha256(url.encode()).hexdigest()[:12]), url=url)


class NotDelivered(Exception):
    """The endpoint did not answer 2xx in time; it may have applied the event all the same. Try later.

    The message is the status, or one word for the way that no answer came; nothing of the answer's body is kept.
    """


class ShopWebhooks(Protocol):
    """Events, signed and posted."""

    async def send(self, endpoint: Endpoint, message: ShopMessage, at: datetime) -> None:
        """Posts an event, with `at` as the time of this try. Raises `NotDelivered`."""
