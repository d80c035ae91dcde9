"""Everybody who had to be notified of what happened to the orders was: shoppers by mail, the shop's system by event."""

from collections import Counter
from typing import Any

import httpx

from tests.chaos.load import Acknowledged
from tests.e2e.shop import SECONDS
from tests.e2e.waiting import wait_until
from tests.fleet.fleet import Fleet


def check_everybody_was_notified(fleet: Fleet, acknowledged: Acknowledged) -> None:
    """Fails by name where a mail or an event did not come; each event's signature was verified when it came."""
    refunds = Counter(refund["orderId"] for refund in acknowledged.refunds)
    paid = [created["orderId"] for created in acknowledged.paid]
    canceled = [created["orderId"] for created in acknowledged.canceled]
    expected = {order_id: ["order.confirmed", *["refund.succeeded"] * refunds[order_id]] for order_id in paid}
    expected |= {order_id: ["order.canceled"] for order_id in canceled}
    wait_until(
        lambda: all(fleet.shop_system.types_of(order_id) == types for order_id, types in expected.items()),
        "each event to the shop's own system",
        SECONDS,
    )
    assert not fleet.shop_system.refused, fleet.shop_system.refused
    numbers = {created["orderNumber"]: 1 + refunds[created["orderId"]] for created in acknowledged.paid}
    wait_until(lambda: _missing(fleet, numbers) == {}, "each mail", SECONDS)


def _missing(fleet: Fleet, numbers: dict[str, int]) -> dict[str, int]:
    mails: list[dict[str, Any]] = httpx.get(f"{fleet.shop.details['mailUrl']}/messages").json()
    sent = Counter(number for mail in mails for number in numbers if number in mail["subject"] + mail["text"])
    return {number: count for number, count in numbers.items() if sent[number] < count}
