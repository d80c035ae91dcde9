"""What must hold after the kills: everything acknowledged is there, and the amounts equal Stripe's to the cent."""

from collections.abc import Mapping
from typing import Any

import httpx

from tests.chaos.load import ANSWER_SECONDS, Acknowledged
from tests.e2e.shop import Shop
from tests.e2e.till_process import till


def check_promises(environment: Mapping[str, str], shop: Shop, acknowledged: Acknowledged) -> None:
    """Fails by name where a promise is broken."""
    intents = every(shop, "/v1/payment_intents")
    assert {intent["id"] for intent in intents} == {created["paymentIntentId"] for created in acknowledged.created}
    at_stripe = {intent["id"]: intent for intent in intents}
    for created in acknowledged.paid:
        _check_paid(shop, created, at_stripe[created["paymentIntentId"]], acknowledged)
    for created in acknowledged.canceled:
        order = shop.until_order(created, lambda order: order["status"] == "canceled", ANSWER_SECONDS)
        assert order["payment"]["amountCaptured"] == 0
        assert at_stripe[created["paymentIntentId"]]["status"] == "canceled"
    captured = sum(intent["amount_received"] for intent in intents)
    refunded = sum(refund["amount"] for refund in every(shop, "/v1/refunds") if refund["status"] == "succeeded")
    assert _sums(shop) == (captured, refunded)

    # Stripe tries a delivery again after hours, once it failed often: reconciliation reads what is still to come.
    assert till(environment, "reconcile", "--since", "24h").returncode == 0
    left = till(environment, "reconcile", "--since", "24h", "--dry-run")
    assert (left.returncode, left.stdout.startswith("No differences")) == (0, True), left.stdout
    done = till(environment, "audit", "verify")
    assert (done.returncode, done.stdout) == (0, f"The histories of {len(acknowledged.created)} orders are whole.\n")


def _check_paid(shop: Shop, created: dict[str, Any], intent: dict[str, Any], acknowledged: Acknowledged) -> None:
    order = shop.until_order(
        created,
        lambda order: (
            order["status"] == "confirmed"
            and all(refund["status"] == "succeeded" for refund in order["payment"]["refunds"])
        ),
        ANSWER_SECONDS,
    )
    payment, refunds = order["payment"], shop.refunds_at_stripe(created)
    assert payment["amountCaptured"] == intent["amount_received"] == created["amount"]
    assert payment["amountRefunded"] == sum(refund["amount"] for refund in refunds)
    assert {refund["stripeRefundId"] for refund in payment["refunds"]} == {refund["id"] for refund in refunds}
    ours = {refund["id"]: refund["stripeRefundId"] for refund in payment["refunds"]}
    answered = [refund for refund in acknowledged.refunds if refund["orderId"] == created["orderId"]]
    assert len(answered) == len(refunds)
    for refund in answered:
        assert ours[refund["refundId"]] is not None
        assert refund["stripeRefundId"] in (None, ours[refund["refundId"]])
    written = [entry["type"] for entry in shop.history(created)]
    assert (written.count("PaymentSucceeded"), written.count("RefundSucceeded")) == (1, len(refunds))


def is_serving(shop: Shop) -> bool:
    """Whether the API says that it is ready."""
    try:
        return shop.api.get(f"{shop.url}/health/ready").status_code == 200
    except httpx.TransportError:
        return False


def every(shop: Shop, path: str) -> list[dict[str, Any]]:
    """All objects of one of Stripe's lists, over all pages."""
    found: list[dict[str, Any]] = []
    more = True
    while more:
        after = {"starting_after": found[-1]["id"]} if found else {}
        page = shop.at_stripe("GET", path, limit="100", **after)
        found += page["data"]
        more = page["has_more"]
    return found


def _sums(shop: Shop) -> tuple[int, int]:
    days = shop.get("/api/admin/stats/daily", shop.admin).json()["days"]
    return sum(day["gross"] for day in days), sum(day["refunded"] for day in days)
