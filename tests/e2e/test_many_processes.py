"""Several API processes and workers over one database: each promise holds across them."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from tests.e2e.holding_proxy import HoldingProxy, holding_proxy
from tests.e2e.running_sandbox import START_SECONDS, RunningSandbox
from tests.e2e.shop import CART, Shop, at_once
from tests.e2e.till_process import another_api, environment_of, till
from tests.e2e.waiting import wait_until

CREATE = "/api/payments/create-intent"


@pytest.fixture(scope="module")
def proxy(shop: Shop) -> Iterator[HoldingProxy]:
    """What the second API takes for Stripe."""
    with holding_proxy(shop.details["stripeUrl"]) as proxy:
        yield proxy


@pytest.fixture(scope="module")
def second(shop: Shop, sandbox: RunningSandbox, proxy: HoldingProxy) -> Iterator[Shop]:
    """The shop at a second API, which itself is two processes."""
    environment = environment_of(sandbox, STRIPE_API_BASE=proxy.url)
    with another_api(environment, "--workers", "2") as api:
        yield shop.at(api.url)


def test_sixteen_first_checkouts_of_one_user_are_one_customer(shop: Shop, second: Shop) -> None:
    ada = shop.person()
    started = at_once(*[lambda at=at: at.started(ada) for at in (shop, second) * 8])
    assert len({created["orderId"] for created in started}) == 16
    intents = [shop.at_stripe("GET", f"/v1/payment_intents/{each['paymentIntentId']}") for each in started]
    assert len({intent["customer"] for intent in intents}) == 1
    customers = shop.at_stripe("GET", "/v1/customers", email=ada.email, limit="100")["data"]
    assert [customer["id"] for customer in customers] == [intents[0]["customer"]]


def test_sixteen_posts_of_one_reference_are_one_order(shop: Shop, second: Shop) -> None:
    ada, server = shop.person(), shop.person("backend", roles=["shop"])
    body = {
        "reference": f"cart of {ada.subject}",
        "userId": ada.subject,
        "currency": "usd",
        "items": [{"sku": "song", "name": "A song", "unitPrice": 1299, "quantity": 1}],
        "total": 1299,
        "receiptEmail": ada.email,
    }
    answers = at_once(*[lambda at=at: at.post("/api/checkouts", body, server) for at in (shop, second) * 8])
    assert sorted(answer.status_code for answer in answers) == [*[200] * 15, 201]
    (created,) = {json.dumps(answer.json(), sort_keys=True) for answer in answers}
    token = {"Authorization": f"Bearer {json.loads(created)['token']}"}
    opening = {"orderId": json.loads(created)["orderId"]}
    opened = at_once(
        *[lambda at=at: at.api.post(at.url + CREATE, json=opening, headers=token) for at in (shop, second) * 4]
    )
    assert len({answer.json()["paymentIntentId"] for answer in opened}) == 1, [answer.text for answer in opened]
    other = shop.post("/api/checkouts", {**body, "metadata": {"basket": "8"}}, server)
    assert (other.status_code, other.json()["code"]) == (409, "reference_reused")


def test_an_order_is_confirmed_by_one_of_many_calls(shop: Shop, second: Shop) -> None:
    ada = shop.person()
    with shop.webhooks_lost():
        created = shop.started(ada)
        shop.browser_confirms(created)
        (event,) = shop.events_at_stripe("payment_intent.succeeded", created["paymentIntentId"])
        body = {"paymentIntentId": created["paymentIntentId"]}
        calls = [lambda at=at: at.post("/api/orders", body, ada) for at in (shop, second) * 5]
        placed = at_once(*calls, *[lambda at=at: at.signed(event) for at in (shop, second) * 2])
    codes = sorted(answer.status_code for answer in placed[:10])
    assert codes in ([200] * 9 + [201], [200] * 10)
    assert {answer.status_code for answer in placed[10:]} == {200}
    written = [entry["type"] for entry in shop.history(created)]
    assert written.count("PaymentSucceeded") == 1
    assert (codes[-1] == 201) == (
        next(entry for entry in shop.history(created) if entry["type"] == "PaymentSucceeded")["actor"] != "stripe"
    )
    assert len(shop.until_mailed(ada.email, created, 1)) == 1


def test_parallel_refunds_never_exceed_what_was_captured(shop: Shop, second: Shop) -> None:
    created = shop.paid(shop.person())
    answers = at_once(*[lambda at=at: at.refund(created, 833) for at in (shop, second) * 8])
    given = [answer for answer in answers if answer.status_code == 201]
    assert len(given) == created["amount"] // 833
    assert {answer.json()["code"] for answer in answers if answer.status_code != 201} == {"refund_exceeds_payment"}
    at_stripe = shop.refunds_at_stripe(created)
    assert sorted(each["id"] for each in at_stripe) == sorted(answer.json()["stripeRefundId"] for answer in given)
    rest = at_once(*[lambda at=at: at.refund(created) for at in (shop, second) * 4])
    assert [answer.json()["amount"] for answer in rest if answer.status_code == 201] == [created["amount"] % 833]
    order = shop.order(created)
    assert (order["status"], order["payment"]["refundable"]) == ("refunded", 0)
    assert (
        order["payment"]["amountRefunded"]
        == created["amount"]
        == sum(r["amount"] for r in shop.refunds_at_stripe(created))
    )


def test_a_key_is_one_effect_over_all_processes(shop: Shop, second: Shop) -> None:
    ada = shop.person()
    answers = at_once(*[lambda at=at: at.post(CREATE, CART, ada, Idempotency_Key="once") for at in (shop, second) * 6])
    created = [answer.json() for answer in answers if answer.status_code == 201]
    for answer in answers:
        if answer.status_code != 201:
            assert (answer.status_code, answer.json()["code"]) == (409, "idempotency_key_in_use")
            assert int(answer.headers["retry-after"]) >= 1
    assert all(each == created[0] for each in created)
    assert len(shop.get("/api/orders", ada).json()["orders"]) == 1

    respelt = json.dumps({"shippingAddress": CART["shippingAddress"], "items": CART["items"]}, indent=3)
    headers = {**ada.headers, "Idempotency-Key": "once", "Content-Type": "application/json"}
    replayed = shop.api.post(second.url + CREATE, content=respelt, headers=headers)
    assert (replayed.status_code, replayed.json()) == (201, created[0])
    assert replayed.headers["idempotency-replayed"] == "true"
    other = second.post(CREATE, {**CART, "currency": "eur"}, ada, Idempotency_Key="once")
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")
    somebody = second.post(CREATE, CART, shop.person(), Idempotency_Key="once")
    assert somebody.json()["orderId"] != created[0]["orderId"]
    kept = repr(list(shop.database["idempotency_keys"].find()))
    assert created[0]["paymentIntentId"] in kept
    assert created[0]["clientSecret"] not in kept
    assert "_secret_" not in kept


def test_a_key_whose_process_was_killed_is_resumed_by_another(
    shop: Shop, sandbox: RunningSandbox, proxy: HoldingProxy
) -> None:
    ada = shop.person()
    paid = shop.paid(ada)
    with another_api(environment_of(sandbox, STRIPE_API_BASE=proxy.url)) as doomed:
        there = shop.at(doomed.url)
        creating = proxy.hold("POST /v1/payment_intents", ada.subject, before_stripe=False)
        refunding = proxy.hold("POST /v1/refunds", paid["orderId"], before_stripe=True)

        def watch() -> None:
            creating.until_there()
            refunding.until_there()
            in_flight = shop.post(CREATE, CART, ada, Idempotency_Key="resumed")
            assert (in_flight.status_code, in_flight.json()["code"]) == (409, "idempotency_key_in_use")
            doomed.kill()

        at_once(
            lambda: dies(lambda: there.post(CREATE, CART, ada, Idempotency_Key="resumed")),
            lambda: dies(lambda: there.refund(paid, 833, Idempotency_Key="resumed")),
            watch,
        )
        creating.let_go.set()
        refunding.let_go.set()
    shop.keys_are_free()
    wait_until(
        lambda: shop.post(CREATE, CART, ada, Idempotency_Key="resumed").status_code == 201, "the resumed checkout"
    )
    wait_until(lambda: shop.refund(paid, 833, Idempotency_Key="resumed").status_code == 201, "the resumed refund")
    again = shop.post(CREATE, CART, ada, Idempotency_Key="resumed")
    assert again.headers["idempotency-replayed"] == "true"
    orders = shop.get("/api/orders", ada).json()["orders"]
    assert {order["id"] for order in orders} == {paid["orderId"], again.json()["orderId"]}
    user = shop.database["users"].find_one({"_id": ada.subject})
    assert user is not None
    intents = shop.at_stripe("GET", "/v1/payment_intents", customer=user["stripeCustomerId"], limit="100")["data"]
    assert len(intents) == 2
    assert [each["amount"] for each in shop.refunds_at_stripe(paid)] == [833]
    assert shop.order(paid)["payment"]["amountRefunded"] == 833


def test_a_refund_that_stripe_never_answered_is_pending_and_then_settled(
    shop: Shop, second: Shop, proxy: HoldingProxy
) -> None:
    ada = shop.person()
    created = shop.paid(ada)
    unheard = proxy.hold("POST /v1/refunds", created["orderId"], before_stripe=True)

    def cut() -> httpx.Response | None:
        unheard.until_there()
        unheard.let_go.set()
        return None

    answer, _ = at_once(lambda: second.refund(created, 833), cut)
    assert answer is not None
    assert (answer.status_code, answer.json()["status"], answer.json()["stripeRefundId"]) == (201, "pending", None)
    assert answer.json()["refundable"] == created["amount"] - 833
    doubtful = shop.refund(created, 833)
    assert (doubtful.status_code, doubtful.json()["code"]) == (409, "refund_outcome_unknown")
    assert shop.refund(created, 1299, Idempotency_Key="meant").status_code == 201
    shop.worker_is_due(created)
    order = shop.until_order(created, lambda order: order["payment"]["amountRefunded"] == 833 + 1299)
    assert [refund["status"] for refund in order["payment"]["refunds"]] == ["succeeded"] * 2
    assert sorted(each["amount"] for each in shop.refunds_at_stripe(created)) == [833, 1299]
    assert shop.refund(created, 834).status_code == 201


def test_a_tampered_history_is_found(shop: Shop, sandbox: RunningSandbox) -> None:
    created = shop.paid(shop.person())
    environment = environment_of(sandbox)
    assert till(environment, "audit", "verify").returncode == 0
    orders, this = shop.database["orders"], {"_id": created["orderId"]}
    whole = orders.find_one(this)
    assert whole is not None
    orders.update_one(this, {"$set": {"history.2.actor": "user:somebody-else"}})
    try:
        found = till(environment, "audit", "verify")
    finally:
        orders.replace_one(this, whole)
    assert found.returncode == 1
    assert f"{created['orderNumber']} ({created['orderId']}), entry 3" in found.stdout


def dies(call: Callable[[], httpx.Response]) -> None:
    with pytest.raises(httpx.TransportError):
        call()


def catches(pid: int, number: signal.Signals) -> bool:
    """Whether the process has come so far as to handle the signal itself."""
    fields = dict(line.split(":", 1) for line in Path(f"/proc/{pid}/status").read_text().splitlines())
    return bool(int(fields["SigCgt"], 16) >> (number - 1) & 1)


def test_two_workers_send_each_mail_once(shop: Shop, sandbox: RunningSandbox) -> None:
    ada = shop.person()
    command = [sys.executable, "-m", "entrypoints.cli", "worker"]
    with subprocess.Popen(command, env=environment_of(sandbox)) as another:
        try:
            wait_until(lambda: catches(another.pid, signal.SIGTERM), "the second worker", START_SECONDS)
            made = [shop.paid(ada) for _ in range(6)]
            for created in made:
                shop.refund(created, 833)
            for created in made:
                shop.until_mailed(ada.email, created, 2)
        finally:
            os.kill(another.pid, signal.SIGTERM)
            assert another.wait(timeout=60) == 0
    assert {len(shop.mails(ada.email, created)) for created in made} == {2}
