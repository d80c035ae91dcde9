"""A dump of a shop that goes on selling is restored into a fresh database, which Stripe then completes."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.chaos.promises import every
from tests.e2e.running_sandbox import RunningSandbox
from tests.e2e.shop import Person, Shop
from tests.e2e.till_process import another_api, environment_of
from tests.e2e.till_process import till as till_process
from tests.fleet.load import Load
from tests.mongodb_archive import dump, restore

RESTORED = "till_restored"
Created = dict[str, Any]


def priced_by_the_shop(shop: Shop, reference: str, **more: str) -> Created:
    """An order that the shop's server stores and whose payment is then opened by the order's own token."""
    body = {
        "reference": reference,
        "userId": reference,
        "currency": "usd",
        "items": [{"sku": "song", "name": "A song", "unitPrice": 1299, "quantity": 1}],
        "total": 1299,
        "receiptEmail": f"{reference}@customer.example",
        **more,
    }
    stored = shop.post("/api/checkouts", body, shop.person("backend", roles=["shop"]))
    assert stored.status_code in (200, 201), stored.text
    guest = Person(subject="guest", email="", headers={"Authorization": f"Bearer {stored.json()['token']}"})
    opened = shop.post("/api/payments/create-intent", {"orderId": stored.json()["orderId"]}, guest)
    assert opened.status_code in (200, 201), opened.text
    return {**opened.json(), "amount": body["total"]}


def in_every_state(shop: Shop, name: str) -> dict[str, Created]:
    """An order in each state that a dump may find."""
    ada = shop.person()
    orders = {state: shop.started(ada) for state in ("pending", "canceled", "failed", "processing")}
    path = f"/api/payments/intent/{orders['canceled']['paymentIntentId']}/cancel"
    assert shop.post(path, {}, ada).status_code == 200
    assert shop.browser_confirms(orders["failed"], "pm_card_visa_chargeDeclined").status_code == 402
    shop.browser_confirms(orders["processing"], "pm_usBankAccount_processing")
    orders["authorized"] = priced_by_the_shop(shop, f"{name}-authorized", captureMethod="manual")
    assert shop.browser_confirms(orders["authorized"]).json()["status"] == "requires_capture"
    for state in ("succeeded", "partially_refunded", "refunded", "disputed", "reviewed"):
        orders[state] = shop.paid(ada)
    assert shop.refund(orders["partially_refunded"], 1299).status_code == 201
    assert shop.refund(orders["refunded"]).status_code == 201
    shop.in_dashboard("dispute", orders["disputed"]["paymentIntentId"])
    shop.in_dashboard("review", orders["reviewed"]["paymentIntentId"])
    for state in ("failed", "processing", "authorized", "partially_refunded", "refunded", "disputed"):
        shop.until_order(orders[state], lambda order: order["payment"]["status"] == state)  # noqa: B023
    shop.until_order(orders["reviewed"], lambda order: order["status"] == "on_hold")
    return orders


def goes_on(shop: Shop, orders: dict[str, Created]) -> None:
    """What happens at Stripe, and to these orders, after the dump."""
    assert shop.browser_confirms(orders["pending"]).json()["status"] == "succeeded"
    assert shop.browser_confirms(orders["failed"]).json()["status"] == "succeeded"
    shop.in_dashboard("bounce", orders["processing"]["paymentIntentId"])
    captured = shop.post("/api/payments/capture", {"orderId": orders["authorized"]["orderId"]}, shop.admin)
    assert captured.status_code in (200, 201), captured.text
    assert shop.refund(orders["succeeded"], 833).status_code == 201
    assert shop.refund(orders["partially_refunded"], 1).status_code == 201
    shop.in_dashboard("win", shop.order(orders["disputed"])["payment"]["disputes"][0]["id"])
    for state in ("pending", "failed"):
        shop.until_order(orders[state], lambda order: order["payment"]["status"] == "succeeded")


@pytest.fixture
def restored(shop: Shop) -> Iterator[Any]:
    """The name of a database that is not there yet and is dropped at the end."""
    server = shop.database.client
    server.drop_database(RESTORED)
    yield server[RESTORED]
    server.drop_database(RESTORED)


def test_a_restored_dump_is_completed_from_stripe_and_its_books_balance(
    shop: Shop, sandbox: RunningSandbox, restored: Any, tmp_path: Path
) -> None:
    name = shop.person().subject
    orders = in_every_state(shop, name)
    load = Load(shop)
    with load.running(1, 3):
        load.until_more(1)
        dump(shop.database, tmp_path / "dump")
        load.until_more(1)
    goes_on(shop, orders)
    lost = [shop.paid(shop.person()), priced_by_the_shop(shop, f"{name}-lost")]
    assert shop.browser_confirms(lost[1]).json()["status"] == "succeeded"

    environment = environment_of(sandbox, MONGODB_DATABASE=RESTORED)

    def till(*arguments: str) -> str:
        done = till_process(environment, *arguments)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    restore(tmp_path / "dump", restored)
    till("migrate")
    till("audit", "verify")
    repaired = till("reconcile", "--since", "29d")
    assert "differences repaired" in repaired
    for each in lost:
        assert re.search(rf"{each['orderNumber']}.*{each['paymentIntentId']}.*no such order", repaired), repaired
    assert till("audit", "verify").startswith("The histories of ")

    with another_api(environment) as api:
        there = shop.at(api.url)
        books_balance(there, restored)
        for state, created in orders.items():
            here, seen = shop.order(created), there.order(created)
            assert (seen["status"], seen["payment"]["status"]) == (here["status"], here["payment"]["status"]), state
            assert seen["payment"]["amountRefunded"] == here["payment"]["amountRefunded"]

        # What the dump did not have is found again by its reference, and its payment by the request that Stripe knows.
        assert there.get(f"/api/orders/{lost[1]['orderId']}", there.admin).status_code == 404
        again = priced_by_the_shop(there, f"{name}-lost")
        assert (again["orderId"], again["paymentIntentId"]) == (lost[1]["orderId"], lost[1]["paymentIntentId"])
        till("reconcile", "--since", "29d")
        assert there.order(lost[1])["payment"]["amountCaptured"] == 1299
        left = till("reconcile", "--since", "29d", "--dry-run")
        assert lost[0]["paymentIntentId"] in left
        assert lost[1]["paymentIntentId"] not in left
        books_balance(there, restored)


def books_balance(shop: Shop, database: Any) -> None:
    """What the restored orders say is what Stripe says of their payments, order by order and in sum."""
    stored = {order["_id"]: order for order in database["orders"].find()}
    intents = {
        intent["id"]: intent
        for intent in every(shop, "/v1/payment_intents")
        if intent["metadata"].get("till_order_id") in stored
    }
    refunds = [refund for refund in every(shop, "/v1/refunds") if refund["status"] == "succeeded"]
    captured = {key: intent["amount_received"] for key, intent in intents.items()}
    refunded = {key: sum(refund["amount"] for refund in refunds if refund["payment_intent"] == key) for key in intents}
    for order_id in stored:
        payment = shop.order({"orderId": order_id})["payment"]
        intent = payment["paymentIntentId"]
        assert payment["amountCaptured"] == captured.get(intent, 0), order_id
        assert payment["amountRefunded"] == refunded.get(intent, 0), order_id
    days = shop.get("/api/admin/stats/daily", shop.admin).json()["days"]
    assert sum(day["gross"] for day in days) == sum(captured.values())
    assert sum(day["refunded"] for day in days) == sum(refunded.values())
