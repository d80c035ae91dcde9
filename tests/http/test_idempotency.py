"""A request that is sent twice has its effect once and its answer twice."""

from __future__ import annotations

import asyncio
import json

import pytest

from application.ports.edge.idempotency_keys import LEASE
from stripe_stand_in.model import Fault
from tests.http.till import CART, Till, refund_at_stripe

CREATE = "/api/payments/create-intent"


async def test_a_checkout_that_is_asked_for_twice_is_one(till: Till) -> None:
    first = await till.post(CREATE, CART, key="once")
    again = await till.post(CREATE, CART, key="once")

    assert (first.status_code, again.status_code) == (201, 201)
    assert again.json() == first.json()
    assert "idempotency-replayed" not in first.headers
    assert again.headers["idempotency-replayed"] == "true"
    assert again.headers["x-request-id"] != first.headers["x-request-id"]
    assert len(till.model.totals.payments()) == 1


async def test_no_client_secret_is_kept(till: Till) -> None:
    created = (await till.post(CREATE, CART, key="once")).json()

    assert created["clientSecret"] not in repr(till.keys.__dict__)
    assert created["paymentIntentId"] in repr(till.keys.__dict__)


async def test_a_repeated_checkout_gets_the_same_answer_also_after_its_end(till: Till) -> None:
    first = await till.post(CREATE, CART, key="once")
    await till.post(f"/api/payments/intent/{first.json()['paymentIntentId']}/cancel")

    again = await till.post(CREATE, CART, key="once")

    assert again.headers["idempotency-replayed"] == "true"
    assert again.json() == first.json()


async def test_the_url_of_the_banks_page_is_read_again(till: Till) -> None:
    created = await till.started()
    path = f"/api/payments/intent/{created['paymentIntentId']}"
    body = {"paymentMethodId": await till.saved_method("pm_card_authenticationRequired")}

    first = await till.post(f"{path}/confirm", body, key="once")
    kept = repr(till.keys.__dict__)
    again = await till.post(f"{path}/confirm", body, key="once")
    await till.post(f"{path}/cancel")
    later = await till.post(f"{path}/confirm", body, key="once")

    assert created["clientSecret"] in first.json()["nextAction"]["redirectUrl"]
    assert created["clientSecret"] not in kept
    assert again.json() == first.json()
    assert later.json() == {**first.json(), "clientSecret": None, "nextAction": {"type": "redirect_to_url"}}


async def test_bodies_are_compared_by_what_they_mean(till: Till) -> None:
    first = await till.post(CREATE, CART, key="once")
    spelt = json.dumps(dict(reversed(list(CART.items()))), indent=4).replace('": 3', '": 3.0')
    headers = {**till.ada, "Idempotency-Key": "once", "Content-Type": "application/json; charset=utf-8"}
    again = await till.http.post(CREATE, content=spelt, headers=headers)

    assert again.json() == first.json()
    assert again.headers["idempotency-replayed"] == "true"


@pytest.mark.parametrize("order", [1, -1])
async def test_a_field_that_is_null_is_as_one_that_is_not_there(till: Till, order: int) -> None:
    address = {**CART["shippingAddress"], "line2": None}
    bodies = [CART, {**CART, "shippingAddress": address, "locale": None}][::order]

    first, again = [await till.post(CREATE, body, key="once") for body in bodies]

    assert again.json() == first.json()
    assert again.headers["idempotency-replayed"] == "true"


async def test_another_body_under_the_same_key_is_refused(till: Till) -> None:
    await till.post(CREATE, CART, key="once")

    other = await till.post(CREATE, {**CART, "currency": "eur"}, key="once")

    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")


async def test_a_key_belongs_to_its_subject_its_path_and_itself(till: Till) -> None:
    first = await till.post(CREATE, CART, key="once")
    for answer in (
        await till.post(CREATE, CART, till.bob, key="once"),
        await till.post(CREATE, CART, key="twice"),
        await till.post(f"/api/payments/intent/{first.json()['paymentIntentId']}/cancel", key="once"),
    ):
        assert answer.status_code in (200, 201)
        assert "idempotency-replayed" not in answer.headers


async def test_a_refusal_by_the_state_of_a_payment_is_judged_again(till: Till) -> None:
    created = await till.started()
    path, body = "/api/orders", {"paymentIntentId": created["paymentIntentId"]}
    early = await till.post(path, body, key="once")
    method = await till.saved_method()
    await till.post(f"/api/payments/intent/{created['paymentIntentId']}/confirm", {"paymentMethodId": method})

    placed = await till.post(path, body, key="once")
    again = await till.post(path, body, key="once")

    assert (early.status_code, early.json()["code"]) == (409, "payment_not_succeeded")
    assert (placed.status_code, placed.json()["status"]) == (200, "confirmed")
    assert (again.status_code, again.json()) == (200, placed.json())
    assert again.headers["idempotency-replayed"] == "true"


async def test_a_refusal_by_the_state_of_an_order_is_judged_again(till: Till) -> None:
    created = await till.started()
    path, body = "/api/payments/refund", {"orderId": created["orderId"], "amount": 1299}
    early = await till.post(path, body, till.admin, key="once")
    method = await till.saved_method()
    await till.post(f"/api/payments/intent/{created['paymentIntentId']}/confirm", {"paymentMethodId": method})
    await till.deliver()

    refunded = await till.post(path, body, till.admin, key="once")

    assert (early.status_code, early.json()["code"]) == (409, "payment_not_captured")
    assert (refunded.status_code, refunded.json()["amount"]) == (201, 1299)


async def test_what_stripe_refused_for_good_is_answered_again(till: Till) -> None:
    created = await till.paid()
    await till.deliver()
    refund_at_stripe(till, created["paymentIntentId"])
    body = {"orderId": created["orderId"]}

    first = await till.post("/api/payments/refund", body, till.admin, key="once")
    again = await till.post("/api/payments/refund", body, till.admin, key="once")

    assert (first.status_code, first.json()["code"]) == (409, "refund_refused")
    assert again.json() == first.json()
    assert again.headers["idempotency-replayed"] == "true"
    assert again.headers["content-type"] == "application/problem+json"


async def test_a_decline_is_answered_again_without_another_try(till: Till) -> None:
    created = await till.started()
    body = {"paymentMethodId": await till.saved_method("pm_card_chargeCustomerFail")}
    path = f"/api/payments/intent/{created['paymentIntentId']}/confirm"

    first = await till.post(path, body, key="once")
    again = await till.post(path, body, key="once")

    assert (first.status_code, again.status_code) == (402, 402)
    assert again.json() == first.json()
    assert len(till.model.totals.payment(created["paymentIntentId"]).charges) == 1


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"not JSON", 400),
        (b'{"items": []}', 422),
        (json.dumps({**CART, "items": [{"sku": "no-such", "quantity": 1}]}).encode(), 422),
        (json.dumps({**CART, "replaces": "ord_000000000000"}).encode(), 404),
    ],
)
async def test_a_mistake_does_not_spend_the_key(till: Till, body: bytes, status: int) -> None:
    headers = {**till.ada, "Idempotency-Key": "once", "Content-Type": "application/json"}

    wrong = await till.http.post(CREATE, content=body, headers=headers)
    right = await till.post(CREATE, CART, key="once")

    assert (wrong.status_code, right.status_code) == (status, 201)


async def test_an_outage_does_not_spend_the_key_and_the_order_is_one(till: Till) -> None:
    till.model.faults.always("POST /v1/payment_intents", Fault.RATE_LIMIT)
    failed = await till.post(CREATE, CART, key="once")
    till.model.faults.clear()

    succeeded = await till.post(CREATE, CART, key="once")

    assert (failed.status_code, succeeded.status_code) == (503, 201)
    assert int(failed.headers["retry-after"]) >= 1
    assert len((await till.get("/api/orders")).json()["orders"]) == 1


async def test_a_key_in_use_gets_a_time_to_wait(till: Till) -> None:
    answers = await asyncio.gather(*(till.post(CREATE, CART, key="once") for _ in range(8)))

    created = [answer for answer in answers if answer.status_code == 201]
    waiting = [answer for answer in answers if answer.status_code == 409]
    assert len(created) >= 1
    assert len(created) + len(waiting) == 8
    assert len({answer.json()["paymentIntentId"] for answer in created}) == 1
    for answer in waiting:
        assert answer.json()["code"] == "idempotency_key_in_use"
        assert 1 <= int(answer.headers["retry-after"]) <= 10
    assert len(till.model.totals.payments()) == 1


async def test_a_key_whose_process_died_is_resumed(till: Till, monkeypatch: pytest.MonkeyPatch) -> None:
    worked = asyncio.Event()

    async def never_comes_to_it(*_: object) -> None:
        worked.set()
        await asyncio.Event().wait()

    with monkeypatch.context() as dying:
        dying.setattr(till.keys, "complete", never_comes_to_it)
        doomed = asyncio.create_task(till.post(CREATE, CART, key="once"))
        await worked.wait()
        doomed.cancel()
        await asyncio.gather(doomed, return_exceptions=True)

    early = await till.post(CREATE, CART, key="once")
    till.clock.advance(LEASE.total_seconds())
    resumed = await till.post(CREATE, CART, key="once")

    assert (early.status_code, early.json()["code"]) == (409, "idempotency_key_in_use")
    assert resumed.status_code == 201
    assert len(till.model.totals.payments()) == 1
    assert len((await till.get("/api/orders")).json()["orders"]) == 1


async def test_a_refund_that_is_asked_for_twice_is_one(till: Till) -> None:
    created = await till.paid()
    body = {"orderId": created["orderId"], "amount": 833}

    first = await till.post("/api/payments/refund", body, till.admin, key="once")
    again = await till.post("/api/payments/refund", body, till.admin, key="once")

    assert (first.status_code, again.status_code) == (201, 201)
    assert again.json() == first.json()
    assert till.model.totals.payment(created["paymentIntentId"]).refunded == 833


async def test_a_lost_answer_of_the_store_costs_no_second_effect(till: Till) -> None:
    first = await till.post(CREATE, CART, key="once")
    till.stores.faults.down = True
    down = await till.post(CREATE, CART, key="once")
    till.stores.faults.down = False
    again = await till.post(CREATE, CART, key="once")

    assert (first.status_code, down.status_code, again.status_code) == (201, 503, 201)
    assert down.json()["code"] == "database_unavailable"
    assert again.json() == first.json()


@pytest.mark.parametrize("key", ["", "x" * 256, "caf\xe9", "tab\tbed"])
async def test_a_key_that_is_no_key_is_refused(till: Till, key: str) -> None:
    headers = [*till.ada.items(), ("Idempotency-Key", key.encode("latin-1"))]

    answer = await till.http.post(CREATE, json=dict(CART), headers=headers)  # type: ignore[arg-type]

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "header.Idempotency-Key"


@pytest.mark.parametrize("key", ["x", "x" * 255, "a key with spaces ~!{}"])
async def test_any_printable_key_will_do(till: Till, key: str) -> None:
    assert (await till.post(CREATE, CART, key=key)).status_code == 201


async def test_a_quote_takes_no_key(till: Till) -> None:
    for _ in range(2):
        answer = await till.post("/api/checkout/quote", CART, key="once")
        assert answer.status_code == 200
        assert "idempotency-replayed" not in answer.headers
