"""An alert is posted as Slack and its kin take it; what they answer decides whether it is tried again soon."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from functools import partial

import pytest
import pytest_asyncio

from adapters.alerts_webhook.poster import HttpAlertsWebhook
from adapters.smtp.letters.operator_letter import alert_text
from application.ports.mail.alerts_webhook import PostRefused, PostUnavailable
from tests.builders import alert
from tests.http_receiver import Receiver, receiving


@pytest_asyncio.fixture
async def receiver() -> AsyncIterator[Receiver]:
    async with receiving() as served:
        yield served


def webhook(receiver: Receiver) -> HttpAlertsWebhook:
    text_of = partial(alert_text, api_url="https://api.shop.example")
    return HttpAlertsWebhook(url=receiver.url, text_of=text_of, timeout_seconds=0.5)


async def test_an_alert_says_what_happened_what_to_do_and_where(receiver: Receiver) -> None:
    lost = alert(kind="dispute", order_number="T-1", detail="disputeId: du_1 <!channel> & more")
    await webhook(receiver).post(lost)

    (request,) = receiver.requests
    head, _, body = request.partition(b"\r\n\r\n")
    text = json.loads(body)["text"]
    assert b"content-type: application/json" in head.lower()
    assert text.startswith("[Till] ")
    assert "order T-1" in text.splitlines()[0]
    assert "disputeId: du_1 &lt;!channel&gt; &amp; more" in text
    assert text.splitlines()[-1] == "https://api.shop.example/admin#/orders/T-1"


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        (b"HTTP/1.1 404 Not Found\r\n\r\n", PostRefused("status 404")),
        (b"HTTP/1.1 410 Gone\r\n\r\n", PostRefused("status 410")),
        (b"HTTP/1.1 429 Too Many\r\n\r\n", PostUnavailable("status 429")),
        (b"HTTP/1.1 500 Oh no\r\n\r\n", PostUnavailable("status 500")),
        (b"HTTP/1.1 302 Found\r\nLocation: /elsewhere\r\n\r\n", PostUnavailable("status 302")),
        (b"garbage\r\n\r\n", PostUnavailable("ClientResponseError")),
        (None, PostUnavailable("TimeoutError")),
    ],
)
async def test_any_other_answer_is_a_refusal_or_a_passing_failure(
    receiver: Receiver, reply: bytes | None, expected: Exception
) -> None:
    receiver.reply = reply
    with pytest.raises(type(expected), match=str(expected)):
        await webhook(receiver).post(alert())
    assert len(receiver.requests) == 1


def test_the_url_is_never_shown() -> None:
    assert "hunter2" not in repr(HttpAlertsWebhook(url="https://chat.example/hunter2", text_of=str))
