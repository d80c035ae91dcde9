"""A shopper's whole way over real processes, with the webhook coming first, last, twice or never."""

import os
import signal
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest

from application.repair.reconcile import LEASE_MARK
from tests.e2e.holding_proxy import holding_proxy
from tests.e2e.running_sandbox import RunningSandbox
from tests.e2e.shop import CART, SECONDS, Shop, at_once
from tests.e2e.till_process import another_api, environment_of, till
from tests.e2e.waiting import wait_until


def kinds(shop: Shop, created: dict[str, Any]) -> list[str]:
    return [entry["type"] for entry in shop.history(created)]


def test_from_a_cart_to_a_mail_and_two_refunds_at_once(shop: Shop) -> None:
    ada = shop.person(given_name="Ada")
    quote = shop.post("/api/checkout/quote", CART, ada).json()
    assert quote["lines"][0]["total"] == 3 * 1299
    created = shop.started(ada)
    assert (created["amount"], created["breakdown"]) == (quote["breakdown"]["total"], quote["breakdown"])

    assert shop.browser_confirms(created).json()["status"] == "succeeded"
    # The charge's own event names the method, and may come after the payment's.
    order = shop.until_order(created, lambda o: o["status"] == "confirmed" and o["payment"]["method"] == "card")
    assert order["payment"]["amountCaptured"] == created["amount"]
    (receipt,) = shop.until_mailed(ada.email, created, 1)
    assert "confirmed" in receipt["subject"]
    placed = shop.post("/api/orders", {"paymentIntentId": created["paymentIntentId"]}, ada)
    assert (placed.status_code, placed.json()["id"]) == (200, created["orderId"])

    first = shop.refund(created, 833)
    assert (first.status_code, first.json()["status"], first.json()["refundedTotal"]) == (201, "succeeded", 833)
    second = at_once(*[lambda: shop.refund(created, 1299, Idempotency_Key="the-second")] * 6)
    refunded = [answer.json()["refundId"] for answer in second if answer.status_code == 201]
    assert len(set(refunded)) == 1
    assert {answer.json()["code"] for answer in second if answer.status_code != 201} <= {"idempotency_key_in_use"}

    order = shop.order(created)
    assert [(one["id"], one["amount"], one["status"]) for one in order["payment"]["refunds"]] == [
        (first.json()["refundId"], 833, "succeeded"),
        (refunded[0], 1299, "succeeded"),
    ]
    assert order["payment"]["refundable"] == created["amount"] - 833 - 1299
    assert sorted(each["amount"] for each in shop.refunds_at_stripe(created)) == [833, 1299]
    assert len(shop.until_mailed(ada.email, created, 3)) == 3


def test_a_webhook_that_never_comes_is_replaced_by_the_browser(shop: Shop) -> None:
    bob = shop.person()
    with shop.webhooks_lost():
        created = shop.started(bob)
        assert shop.browser_confirms(created).json()["status"] == "succeeded"
        assert shop.order(created)["status"] == "pending"
        body = {"paymentIntentId": created["paymentIntentId"]}
        placed = at_once(*[lambda: shop.post("/api/orders", body, bob)] * 8)
    assert sorted(answer.status_code for answer in placed) == [200] * 7 + [201]
    assert {answer.json()["status"] for answer in placed} == {"confirmed"}
    assert kinds(shop, created).count("PaymentSucceeded") == 1
    assert len(shop.until_mailed(bob.email, created, 1)) == 1


def test_reconciliation_finds_everything_that_no_webhook_reported(shop: Shop, sandbox: RunningSandbox) -> None:
    eve = shop.person()
    with shop.webhooks_lost():
        created, given_up = shop.started(eve), shop.started(eve)
        shop.browser_confirms(created)
        shop.in_dashboard("refund", created["paymentIntentId"], amount="1300")
        shop.in_dashboard("dispute", created["paymentIntentId"])
        shop.in_dashboard("cancel", given_up["paymentIntentId"])
    environment = environment_of(sandbox)

    dry = till(environment, "reconcile", "--since", "1h", "--dry-run")
    assert dry.returncode == 0, dry.stderr
    assert created["orderNumber"] in dry.stdout
    assert "nothing was changed" in dry.stdout
    assert (shop.order(created)["status"], shop.order(given_up)["status"]) == ("pending", "pending")

    repaired = till(environment, "reconcile", "--since", "1h")
    assert repaired.returncode == 0, repaired.stderr
    order = shop.order(created)
    assert (order["status"], order["payment"]["status"]) == ("on_hold", "disputed")
    assert (order["payment"]["amountCaptured"], order["payment"]["amountRefunded"]) == (created["amount"], 1300)
    assert [hold["reason"] for hold in order["holds"]] == ["dispute"]
    assert shop.order(given_up)["status"] == "canceled"
    assert "agree" in till(environment, "reconcile", "--since", "1h").stdout


def test_the_worker_reconciles_by_itself(shop: Shop, sandbox: RunningSandbox) -> None:
    with shop.webhooks_lost():
        created = shop.started(shop.person())
        shop.browser_confirms(created)
    # Its first round is at its start, unless another worker's lease lasts, which may be the one's that is killed.
    shop.database["marks"].delete_one({"_id": LEASE_MARK})
    os.kill(sandbox.child("cli worker"), signal.SIGKILL)
    assert shop.until_order(created, lambda order: order["status"] == "confirmed")


def test_an_event_that_comes_again_changes_nothing(shop: Shop) -> None:
    ada = shop.person()
    created = shop.paid(ada)
    shop.until_mailed(ada.email, created, 1)
    before = shop.history(created)
    (event,) = shop.events_at_stripe("payment_intent.succeeded", created["paymentIntentId"])
    shop.in_dashboard("resend", event["id"])
    answers = at_once(*[lambda: shop.signed(event)] * 6)
    assert {(answer.status_code, answer.text) for answer in answers} == {(200, '{"received":true}')}
    replayed = shop.post(f"/api/admin/events/{event['id']}/replay", None, shop.admin)
    assert (replayed.status_code, replayed.json()["status"]) == (200, "applied")
    assert shop.history(created) == before
    assert len(shop.mails(ada.email, created)) == 1


def test_a_webhook_that_outruns_our_own_answer_is_the_one_that_counts(shop: Shop, sandbox: RunningSandbox) -> None:
    ada = shop.person()
    created = shop.started(ada)
    saved = shop.post("/api/payments/methods", {"paymentMethodId": "pm_card_visa"}, ada).json()["id"]
    path = f"/api/payments/intent/{created['paymentIntentId']}/confirm"
    with (
        holding_proxy(shop.details["stripeUrl"]) as proxy,
        another_api(environment_of(sandbox, STRIPE_API_BASE=proxy.url)) as slow,
    ):
        there = shop.at(slow.url)
        confirming = proxy.hold("POST /v1/payment_intents", created["paymentIntentId"], before_stripe=False)
        refunding = proxy.hold("POST /v1/refunds", created["orderId"], before_stripe=False)

        with ThreadPoolExecutor(1) as another:
            answer = another.submit(lambda: there.post(path, {"paymentMethodId": saved}, ada))
            confirming.until_there()
            shop.until_order(created, lambda order: order["payment"]["amountCaptured"] == created["amount"])
            confirming.let_go.set()
            confirmed = answer.result()
            answer = another.submit(lambda: there.refund(created, 833))
            refunding.until_there()
            shop.until_order(created, lambda order: order["payment"]["amountRefunded"] == 833)
            refunding.let_go.set()
            refunded = answer.result()
    assert (confirmed.status_code, confirmed.json()["status"]) == (200, "succeeded")
    assert (refunded.status_code, refunded.json()["status"]) == (201, "succeeded")
    written = kinds(shop, created)
    assert (written.count("PaymentSucceeded"), written.count("RefundSucceeded")) == (1, 1)
    assert [one["source"] for one in shop.order(created)["payment"]["refunds"]] == ["till"]


def test_what_a_killed_api_had_begun_is_ended_by_the_worker(shop: Shop, sandbox: RunningSandbox) -> None:
    ada = shop.person()
    unsent, unanswered = shop.paid(ada), shop.paid(ada)
    paying = shop.started(ada)
    saved = shop.post("/api/payments/methods", {"paymentMethodId": "pm_card_visa"}, ada).json()["id"]
    newcomer = shop.person()
    shop.started(newcomer)
    with (
        holding_proxy(shop.details["stripeUrl"]) as proxy,
        another_api(environment_of(sandbox, STRIPE_API_BASE=proxy.url)) as doomed,
        shop.webhooks_lost(),
    ):
        there = shop.at(doomed.url)
        holds = [
            proxy.hold("POST /v1/refunds", unsent["orderId"], before_stripe=True),
            proxy.hold("POST /v1/refunds", unanswered["orderId"], before_stripe=False),
            proxy.hold("POST /v1/payment_intents", paying["paymentIntentId"], before_stripe=False),
            proxy.hold("POST /v1/payment_intents", newcomer.subject, before_stripe=True),
        ]

        def kill() -> None:
            for held in holds:
                held.until_there()
            doomed.kill()

        at_once(
            lambda: unanswered_call(lambda: there.refund(unsent, 833)),
            lambda: unanswered_call(lambda: there.refund(unanswered, 1299)),
            lambda: unanswered_call(
                lambda: there.post(
                    f"/api/payments/intent/{paying['paymentIntentId']}/confirm", {"paymentMethodId": saved}, ada
                )
            ),
            lambda: unanswered_call(lambda: there.post("/api/payments/create-intent", CART, newcomer)),
            kill,
        )
    assert shop.order(unsent)["payment"]["refunds"][0]["status"] == "pending"
    assert shop.refunds_at_stripe(unsent) == []
    (begun,) = [
        each for each in shop.get("/api/orders", newcomer).json()["orders"] if not each["payment"]["paymentIntentId"]
    ]
    assert shop.post("/api/orders", {"paymentIntentId": paying["paymentIntentId"]}, ada).status_code == 201

    for left_behind in (unsent, unanswered, {"orderId": begun["id"]}):
        shop.worker_is_due(left_behind)
    for created, amount in ((unsent, 833), (unanswered, 1299)):
        order = shop.until_order(created, lambda order: order["payment"]["amountRefunded"] > 0, 2 * SECONDS)
        assert order["payment"]["amountRefunded"] == amount
        assert [each["amount"] for each in shop.refunds_at_stripe(created)] == [amount]
        assert len(shop.until_mailed(ada.email, created, 2)) == 2
    wait_until(
        lambda: shop.get(f"/api/orders/{begun['id']}", newcomer).json()["payment"]["paymentIntentId"] is not None,
        "the intent of the order whose process died",
        2 * SECONDS,
    )


def unanswered_call(call: Callable[[], httpx.Response]) -> None:
    """The caller's side of a process that dies: no answer at all."""
    with pytest.raises(httpx.TransportError):
        call()
