"""Only 2xx in time is a delivery; whatever else an endpoint does, the event stays to be sent again."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import pytest
import pytest_asyncio

from adapters.shop_webhooks.sender import HttpShopWebhooks
from application.ports.shop.webhooks import Endpoint, NotDelivered, endpoint_at
from domain.orders.shop_message import ShopMessage
from tests.http_receiver import Receiver, receiving
from tests.unit.adapters.shop_webhooks.test_signature import NEW, OLD, confirmed
from tests.when import AT


@pytest_asyncio.fixture
async def receiver() -> AsyncIterator[Receiver]:
    async with receiving() as served:
        yield served


@dataclass
class Tries:
    """The calls that the watch received."""

    seen: list[tuple[str, str, int | None]] = field(default_factory=list)

    def __call__(self, endpoint: Endpoint, message: ShopMessage, status: int | None, seconds: float) -> None:
        assert seconds >= 0
        self.seen.append((endpoint.url, message.id, status))


@pytest.fixture
def tries() -> Tries:
    return Tries()


@pytest_asyncio.fixture
async def webhooks(tries: Tries) -> AsyncIterator[HttpShopWebhooks]:
    sender = HttpShopWebhooks((OLD, NEW), tries, timeout_seconds=0.5)
    yield sender
    await sender.close()


async def test_an_event_is_posted_with_its_id_its_time_and_a_signature_for_each_secret(
    receiver: Receiver, webhooks: HttpShopWebhooks, tries: Tries
) -> None:
    message = confirmed()
    await webhooks.send(endpoint_at(receiver.url), message, AT)
    (request,) = receiver.requests
    head, _, body = request.partition(b"\r\n\r\n")
    line, *fields = head.decode().split("\r\n")
    headers = dict(each.lower().split(": ", 1) for each in fields)
    assert line == "POST /hooks?token=abc HTTP/1.1"
    assert headers["content-type"] == "application/json"
    assert headers["webhook-id"] == message.id
    assert headers["webhook-timestamp"] == str(int(AT.timestamp()))
    assert headers["webhook-signature"].count("v1,") == 2
    assert body.startswith(b'{"type":"order.confirmed"')
    assert tries.seen == [(receiver.url, message.id, 204)]


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        (b"HTTP/1.1 500 Oh no\r\n\r\n", "status 500"),
        (b"HTTP/1.1 410 Gone\r\n\r\n", "status 410"),
        (b"HTTP/1.1 302 Found\r\nLocation: /elsewhere\r\n\r\n", "status 302"),
        (b"HTTP/1.1 304 Not Modified\r\n\r\n", "status 304"),
        (b"garbage\r\n\r\n", "ClientResponseError"),
        (b"", "ServerDisconnectedError"),
        (None, "timeout"),
    ],
)
async def test_any_other_answer_is_no_delivery(
    receiver: Receiver, webhooks: HttpShopWebhooks, reply: bytes | None, reason: str
) -> None:
    receiver.reply = reply
    with pytest.raises(NotDelivered, match=reason):
        await webhooks.send(endpoint_at(receiver.url), confirmed(), AT)
    assert len(receiver.requests) == 1


async def test_an_answer_without_end_is_a_delivery_by_its_status(
    receiver: Receiver, webhooks: HttpShopWebhooks
) -> None:
    receiver.reply = b"HTTP/1.1 200 OK\r\nContent-Length: 99999999\r\n\r\nfirst"
    await webhooks.send(endpoint_at(receiver.url), confirmed(), AT)


async def test_where_nobody_listens_nothing_is_delivered(webhooks: HttpShopWebhooks, tries: Tries) -> None:
    with pytest.raises(NotDelivered, match="ClientConnectorError"):
        await webhooks.send(endpoint_at("http://127.0.0.1:1/"), confirmed(), AT)
    assert [status for _, _, status in tries.seen] == [None]


def test_an_endpoint_keeps_its_id_and_another_url_has_another() -> None:
    assert endpoint_at("https://shop.example/hooks") == endpoint_at("https://shop.example/hooks")
    assert endpoint_at("https://shop.example/hooks").id != endpoint_at("https://shop.example/hooks?a=b").id
