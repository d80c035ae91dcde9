"""Refusals that a shop seldom meets: each with the status and the code that docs/errors.md documents."""

from __future__ import annotations

import base64
from typing import NoReturn

import httpx
import pytest

from adapters.stripe.payments import StripePayments
from application.ports.storage.failures import StaleOrder, UnreadableHistory
from application.ports.stripe.failures import AmountRefused, Refused
from domain.payments.intent import MAX_FAILED_ATTEMPTS
from domain.payments.refusal import AmountLimit
from domain.refunds.request import MAX_REFUNDS
from tests.http.till import CART, Till, refund_at_stripe, running

AN_HOUR = 3601


def code_of(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


def refusing(error: Exception) -> object:
    """A call that always ends so."""

    async def refuse(*_: object, **__: object) -> NoReturn:
        raise error

    return refuse


async def test_a_payment_that_failed_too_often_is_not_tried_again(till: Till) -> None:
    created = await till.started()
    bad = await till.saved_method("pm_card_chargeCustomerFail")
    path = f"/api/payments/intent/{created['paymentIntentId']}/confirm"
    for number in range(MAX_FAILED_ATTEMPTS):
        if number % 9 == 0:
            till.clock.advance(AN_HOUR)  # or the limit on declined cards would come first
        assert (await till.post(path, {"paymentMethodId": bad})).status_code == 402
    till.clock.advance(AN_HOUR)

    refused = await till.post(path, {"paymentMethodId": await till.saved_method()})

    assert code_of(refused) == (409, "too_many_attempts")
    assert till.model.totals.payment(created["paymentIntentId"]).status != "succeeded"


async def test_an_order_is_refunded_only_so_many_times(till: Till) -> None:
    created = await till.paid()
    body = {"orderId": created["orderId"], "amount": 1}
    for _ in range(MAX_REFUNDS):
        assert (await till.post("/api/payments/refund", body, till.admin)).status_code == 201

    assert code_of(await till.post("/api/payments/refund", body, till.admin)) == (409, "too_many_refunds")
    assert till.model.totals.payment(created["paymentIntentId"]).refunded == MAX_REFUNDS


async def test_a_refund_of_what_was_refunded_at_stripe_unnoticed_is_refused_there(till: Till) -> None:
    created = await till.paid()
    refund_at_stripe(till, created["paymentIntentId"])

    refused = await till.post("/api/payments/refund", {"orderId": created["orderId"]}, till.admin)

    assert code_of(refused) == (409, "refund_refused")
    assert till.model.totals.payment(created["paymentIntentId"]).refunded == created["amount"]


async def test_an_amount_that_stripe_alone_finds_too_small_ends_the_checkout(
    till: Till, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(StripePayments, "create", refusing(AmountRefused("amount_too_small", AmountLimit.TOO_SMALL)))

    assert code_of(await till.post("/api/payments/create-intent", CART)) == (422, "amount_not_payable")
    assert [order["status"] for order in (await till.get("/api/orders")).json()["orders"]] == ["canceled"]


async def test_a_refusal_that_no_field_explains_is_stripes(till: Till, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        StripePayments, "create", refusing(Refused("not_permitted", None, "Your account is restricted"))
    )

    refused = await till.post("/api/payments/create-intent", CART)

    assert code_of(refused) == (502, "stripe_refused")
    assert "restricted" not in refused.text


async def test_a_method_that_was_forgotten_can_not_be_saved_again(till: Till) -> None:
    method = await till.saved_method()
    assert (await till.http.delete(f"/api/payments/methods/{method}", headers=till.ada)).status_code == 204

    refused = await till.post("/api/payments/methods", {"paymentMethodId": method})

    assert code_of(refused) == (422, "payment_method_refused")
    assert [fault["field"] for fault in refused.json()["errors"]] == ["paymentMethodId"]


async def test_an_order_that_others_keep_changing_gives_way(till: Till, monkeypatch: pytest.MonkeyPatch) -> None:
    created = await till.started()
    monkeypatch.setattr(till.stores.orders, "save", refusing(StaleOrder("another was first")))

    refused = await till.post(f"/api/payments/intent/{created['paymentIntentId']}/cancel")

    assert code_of(refused) == (503, "busy")
    assert refused.headers["retry-after"] == "1"


async def test_without_the_identity_providers_keys_no_token_is_verified() -> None:
    head = base64.urlsafe_b64encode(b'{"alg":"RS256","kid":"first"}').decode().rstrip("=")
    async with running(JWT_SECRET="", JWT_JWKS_URL="http://127.0.0.1:9/keys") as till:
        _, _, rest = till.ada["Authorization"].partition(".")
        refused = await till.http.get("/api/orders", headers={"Authorization": f"Bearer {head}.{rest}"})

    assert code_of(refused) == (503, "identity_unavailable")
    assert int(refused.headers["retry-after"]) > 0


async def test_a_history_that_somebody_rewrote_is_not_shown_as_if_it_were_ours(
    till: Till, monkeypatch: pytest.MonkeyPatch
) -> None:
    created = await till.started()
    monkeypatch.setattr(till.stores.histories, "entries", refusing(UnreadableHistory(3)))

    answer = await till.get(f"/api/orders/{created['orderId']}/history", till.admin)

    assert code_of(answer) == (409, "history_unreadable")
    assert answer.json()["detail"] == "Entry 3 of the order's history was changed outside Till."
