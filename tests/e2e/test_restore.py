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


def stored_by_the_shop(shop: Shop, reference: str, **more: str) -> Created:
    """An order that the shop's server stores, with the token that opens its payment."""
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
    created: Created = stored.json()
    return created


def opened_by_the_shopper(shop: Shop, stored: Created) -> Created:
    """Its payment, which the order's own token opens."""
    guest = Person(subject="guest", email="", headers={"Authorization": f"Bearer {stored['token']}"})
    opened = shop.post("/api/payments/create-intent", {"orderId": stored["orderId"]}, guest)
    assert opened.status_code in (200, 201), opened.text
    return {**opened.json(), "amount": 1299}


def in_every_state(shop: Shop, name: str) -> dict[str, Created]:
    """An order in each state that a dump may find."""
    ada = shop.person()
    orders = {state: shop.started(ada) for state in ("pending", "canceled", "failed", "processing")}
    path = f"/api/payments/intent/{orders['canceled']['paymentIntentId']}/cancel"
    assert shop.post(path, {}, ada).status_code == 200
    assert shop.browser_confirms(orders["failed"], "pm_card_visa_chargeDeclined").status_code == 402
    shop.browser_confirms(orders["processing"], "pm_usBankAccount_processing")
    orders["stored"] = stored_by_the_shop(shop, f"{name}-stored")
    authorized = stored_by_the_shop(shop, f"{name}-authorized", captureMethod="manual")
    orders["authorized"] = opened_by_the_shopper(shop, authorized)
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
    stray = opened_by_the_shopper(shop, orders.pop("stored"))
    lost = [shop.paid(shop.person()), opened_by_the_shopper(shop, stored_by_the_shop(shop, f"{name}-lost"))]
    for each in (stray, lost[1]):
        assert shop.browser_confirms(each).json()["status"] == "succeeded"

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
    assert re.search(rf"{stray['orderNumber']}.*stray payment.*{stray['paymentIntentId']}", repaired), repaired
    assert till("audit", "verify").startswith("The histories of ")

    with another_api(environment) as api:
        there = shop.at(api.url)
        for unplaced in books_balance(there, restored):
            assert re.search(rf"stray payment.*{unplaced}", repaired), unplaced
        for state, created in orders.items():
            here, seen = shop.order(created), there.order(created)
            assert (seen["status"], seen["payment"]["status"]) == (here["status"], here["payment"]["status"]), state
            assert seen["payment"]["amountRefunded"] == here["payment"]["amountRefunded"]

        # What the dump did not have is found again by its reference, and its payment by the request that Stripe knows.
        assert there.get(f"/api/orders/{lost[1]['orderId']}", there.admin).status_code == 404
        for reference, paid in (("lost", lost[1]), ("stored", stray)):
            again = opened_by_the_shopper(there, stored_by_the_shop(there, f"{name}-{reference}"))
            assert (again["orderId"], again["paymentIntentId"]) == (paid["orderId"], paid["paymentIntentId"])
        till("reconcile", "--since", "29d")
        assert {there.order(paid)["payment"]["amountCaptured"] for paid in (lost[1], stray)} == {1299}
        left = till("reconcile", "--since", "29d", "--dry-run")
        assert lost[0]["paymentIntentId"] in left
        assert lost[1]["paymentIntentId"] not in left
        assert stray["paymentIntentId"] not in left
        assert stray["paymentIntentId"] not in books_balance(there, restored)


def books_balance(shop: Shop, database: Any) -> set[str]:
    """What the restored orders say is what Stripe says of their payments, order by order and in sum.

    Returns the paid intents that name a restored order and are not its own.
    """
    stored = {order["_id"]: order for order in database["orders"].find()}
    intents = {
        intent["id"]: intent
        for intent in every(shop, "/v1/payment_intents")
        if intent["metadata"].get("till_order_id") in stored
    }
    refunds = [refund for refund in every(shop, "/v1/refunds") if refund["status"] == "succeeded"]
    captured = {key: intent["amount_received"] for key, intent in intents.items()}
    refunded = {key: sum(refund["amount"] for refund in refunds if refund["payment_intent"] == key) for key in intents}
    own = set()
    for order_id in stored:
        payment = shop.order({"orderId": order_id})["payment"]
        intent = payment["paymentIntentId"]
        own.add(intent)
        assert payment["amountCaptured"] == captured.get(intent, 0), order_id
        assert payment["amountRefunded"] == refunded.get(intent, 0), order_id
    days = shop.get("/api/admin/stats/daily", shop.admin).json()["days"]
    assert sum(day["gross"] for day in days) == sum(captured[intent] for intent in own & captured.keys())
    assert sum(day["refunded"] for day in days) == sum(refunded[intent] for intent in own & captured.keys())
    return {intent for intent in captured.keys() - own if captured[intent]}
