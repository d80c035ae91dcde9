"""SIGKILL for each of our processes amid a mixed load: what was acknowledged is there, and the sums agree."""

import os
import random
import signal
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest

from tests.e2e.running_sandbox import RunningSandbox, running_sandbox
from tests.e2e.shop import CART, Person, Shop, at_once, opened_shop
from tests.e2e.till_process import environment_of, till
from tests.e2e.waiting import wait_until

SHOPPERS = 4
CHECKOUTS_EACH = 4
KILLS = ("cli serve", "secantusd-py", "cli worker", "cli serve")
MATCH_WINDOW = 120.0


@dataclass
class Acknowledged:
    """What Till said yes to."""

    created: list[dict[str, Any]] = field(default_factory=list)
    placed: list[dict[str, Any]] = field(default_factory=list)
    refunds: list[dict[str, Any]] = field(default_factory=list)


@pytest.fixture(scope="module")
def doomed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSandbox]:
    """A sandbox of this module's own: it is not kind to it."""
    with running_sandbox(tmp_path_factory.mktemp("doomed") / "data") as running:
        yield running


def insisted(call: Callable[[], httpx.Response]) -> dict[str, Any]:
    """The answer that a patient caller gets: the same request under the same key until it is answered."""
    deadline = time.monotonic() + MATCH_WINDOW
    while True:
        try:
            answer = call()
        except httpx.TransportError:
            answer = None
        if answer is not None and answer.status_code in (200, 201):
            body: dict[str, Any] = answer.json()
            return body
        said = answer.text if answer is not None else "no answer"
        in_flight = answer is not None and answer.status_code == 409 and "idempotency_key_in_use" in said
        assert answer is None or answer.status_code in (502, 503) or in_flight, said
        assert time.monotonic() < deadline, said
        time.sleep(0.1)


def shopping(shop: Shop, who: Person, seed: int, acknowledged: Acknowledged) -> None:
    """Checkouts, payments and refunds, one after the other."""
    dice = random.Random(seed)
    for number in range(CHECKOUTS_EACH):
        name = f"{who.subject}-{number}"
        created = insisted(lambda: shop.post("/api/payments/create-intent", CART, who, Idempotency_Key=name))  # noqa: B023
        acknowledged.created.append(created)
        assert shop.browser_confirms(created).json()["status"] == "succeeded"
        body = {"paymentIntentId": created["paymentIntentId"]}
        if dice.random() < 0.6:
            acknowledged.placed.append(insisted(lambda: shop.post("/api/orders", body, who)))  # noqa: B023
        else:
            shop.until_order(created, lambda order: order["payment"]["amountCaptured"] > 0, MATCH_WINDOW)
        for amount in (833, dice.choice([1, 1299])):
            key = f"{name}-{amount}"
            refund = insisted(lambda: shop.refund(created, amount, Idempotency_Key=key))  # noqa: B023
            acknowledged.refunds.append(refund)


def kill_in_turn(sandbox: RunningSandbox, over: threading.Event) -> None:
    for part in KILLS:
        if over.wait(2.0):
            return
        before = sandbox.output.count("is started again")
        os.kill(sandbox.child(part), signal.SIGKILL)
        wait_until(lambda: sandbox.output.count("is started again") > before, "the next start", MATCH_WINDOW)  # noqa: B023
        wait_until(lambda: any(part in command for command in sandbox.children()), part, MATCH_WINDOW)  # noqa: B023


def test_nothing_acknowledged_is_lost_and_the_books_agree(doomed: RunningSandbox) -> None:
    with opened_shop(doomed.told) as shop:
        acknowledged = Acknowledged()
        over = threading.Event()
        killer = threading.Thread(target=kill_in_turn, args=(doomed, over))
        killer.start()
        try:
            at_once(*[lambda seed=seed: shopping(shop, shop.person(), seed, acknowledged) for seed in range(SHOPPERS)])
        finally:
            over.set()
            killer.join(MATCH_WINDOW)
        assert len(acknowledged.created) == SHOPPERS * CHECKOUTS_EACH
        wait_until(lambda: is_ready(shop), "the API", MATCH_WINDOW)

        for created in acknowledged.created:
            order = shop.until_order(
                created,
                lambda order: (
                    order["status"] == "confirmed"
                    and all(refund["status"] == "succeeded" for refund in order["payment"]["refunds"])
                ),
                MATCH_WINDOW,
            )
            at_stripe = shop.refunds_at_stripe(created)
            intent = shop.at_stripe("GET", f"/v1/payment_intents/{created['paymentIntentId']}")
            payment = order["payment"]
            assert payment["amountCaptured"] == intent["amount_received"] == created["amount"]
            assert payment["amountRefunded"] == sum(refund["amount"] for refund in at_stripe)
            assert {one["stripeRefundId"] for one in payment["refunds"]} == {refund["id"] for refund in at_stripe}
            ours = {one["id"]: one["stripeRefundId"] for one in payment["refunds"]}
            said = [refund for refund in acknowledged.refunds if refund["orderId"] == created["orderId"]]
            assert len(said) == 2
            for refund in said:
                assert ours[refund["refundId"]] is not None
                assert refund["stripeRefundId"] in (None, ours[refund["refundId"]])
            written = [entry["type"] for entry in shop.history(created)]
            assert (written.count("PaymentSucceeded"), written.count("RefundSucceeded")) == (1, 2)
        assert len(shop.at_stripe("GET", "/v1/payment_intents", limit="100")["data"]) == SHOPPERS * CHECKOUTS_EACH

        told = {event["id"] for event in every_event(shop)}
        wait_until(lambda: told <= kept(shop), "every event in the inbox", MATCH_WINDOW)
        done = till(environment_of(doomed), "audit", "verify")
        assert (done.returncode, done.stdout) == (
            0,
            f"The histories of {SHOPPERS * CHECKOUTS_EACH} orders are whole.\n",
        )


def is_ready(shop: Shop) -> bool:
    try:
        return shop.api.get(f"{shop.url}/health/ready").status_code == 200
    except httpx.TransportError:
        return False


def every_event(shop: Shop) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    more = True
    while more:
        after = {"starting_after": found[-1]["id"]} if found else {}
        page = shop.at_stripe("GET", "/v1/events", limit="100", **after)
        found += page["data"]
        more = page["has_more"]
    return found


def kept(shop: Shop) -> set[str]:
    return {str(document["_id"]) for document in shop.database["webhook_events"].find({}, {"_id": 1})}
