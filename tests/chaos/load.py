"""A mixed load on a running shop: checkouts, payments, declines, cancellations and refunds by several shoppers."""

import random
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import httpx

from tests.e2e.shop import CART, Person, Shop

ANSWER_SECONDS = 180.0
"""A request is repeated for so long: a killed database needs some seconds to serve again, more on a busy machine."""

RECONCILED_SECONDS = 2400.0
"""A webhook that met dead processes again and again comes hours late. Reconciliation brings the payment some minutes
after the last kill, for before it no worker lives long enough; hundreds of kills take half an hour."""


CHECKOUTS_OF_ONE = 12
"""A shopper whose cards are declined now and then stays below the limit on declines for so many checkouts."""


@dataclass
class Acknowledged:
    """What Till answered with success."""

    created: list[dict[str, Any]] = field(default_factory=list)
    paid: list[dict[str, Any]] = field(default_factory=list)
    canceled: list[dict[str, Any]] = field(default_factory=list)
    refunds: list[dict[str, Any]] = field(default_factory=list)


def insisted(call: Callable[[], httpx.Response]) -> dict[str, Any]:
    """Sends the same request under the same key until it succeeds; fails on any answer but a passing one."""
    deadline = time.monotonic() + ANSWER_SECONDS
    while True:
        try:
            answer = call()
        except httpx.TransportError:
            answer = None
        if answer is not None and answer.status_code in (200, 201):
            body: dict[str, Any] = answer.json()
            return body
        text = answer.text if answer is not None else "no answer"
        in_flight = answer is not None and answer.status_code == 409 and "idempotency_key_in_use" in text
        assert answer is None or answer.status_code in (502, 503) or in_flight, text
        assert time.monotonic() < deadline, text
        time.sleep(0.1)


def buy_until(over: threading.Event, shop: Shop, seed: int, acknowledged: Acknowledged, at_least: int) -> None:
    """Buys again and again, at least so many times, until the event is set."""
    dice = random.Random(seed)
    number = 0
    while number < at_least or not over.is_set():
        if number % CHECKOUTS_OF_ONE == 0:
            who = shop.person()
        buy(shop, who, f"{who.subject}-{number}", dice, acknowledged)
        number += 1


def buy(shop: Shop, who: Person, name: str, dice: random.Random, acknowledged: Acknowledged) -> None:
    """One checkout, in one of the courses that checkouts take."""
    created = insisted(lambda: shop.post("/api/payments/create-intent", CART, who, Idempotency_Key=name))
    acknowledged.created.append(created)
    course = dice.random()
    if course < 0.15:
        path = f"/api/payments/intent/{created['paymentIntentId']}/cancel"
        insisted(lambda: shop.post(path, {}, who, Idempotency_Key=f"{name}-cancel"))
        acknowledged.canceled.append(created)
        return
    if course < 0.35:
        assert shop.browser_confirms(created, "pm_card_visa_chargeDeclined").status_code == 402
    assert shop.browser_confirms(created).json()["status"] == "succeeded"
    acknowledged.paid.append(created)
    body = {"paymentIntentId": created["paymentIntentId"]}
    if dice.random() < 0.6:
        insisted(lambda: shop.post("/api/orders", body, who))
    else:
        shop.until_order(created, lambda order: order["payment"]["amountCaptured"] > 0, RECONCILED_SECONDS)
    for amount in (833, dice.choice([1, 1299])):
        key = f"{name}-{amount}"
        refund = insisted(lambda: shop.refund(created, amount, Idempotency_Key=key))  # noqa: B023
        acknowledged.refunds.append(refund)
