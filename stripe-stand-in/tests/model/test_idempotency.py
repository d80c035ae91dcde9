"""Idempotency keys: the first executed answer is replayed, and only that."""

import pytest

from stripe_stand_in.model import Fault, ResponseLost
from tests.model.caller import Shop

ORDER = {"amount": 1299, "currency": "usd", "allowed_payment_method_types": ["card"]}


def test_the_same_request_again_is_answered_alike_and_done_once(shop: Shop) -> None:
    first = shop.post("/v1/payment_intents", ORDER, key="k")
    again = shop.post("/v1/payment_intents", ORDER, key="k")
    assert again.json == first.json
    assert "Idempotent-Replayed" not in first.headers
    assert again.headers["Idempotent-Replayed"] == "true"
    assert again.headers["Original-Request"] == first.headers["Request-Id"] != again.headers["Request-Id"]
    assert len(shop.model.totals.payments()) == 1


def test_a_decline_is_replayed_for_ever(shop: Shop) -> None:
    intent = shop.intent()["id"]
    confirm = f"/v1/payment_intents/{intent}/confirm"
    updates = {"payment_method": "pm_card_chargeDeclined"}
    assert shop.post(confirm, updates, key="k").status == 402
    shop.post(confirm, {"payment_method": "pm_card_visa"})
    again = shop.post(confirm, updates, key="k")
    assert (again.status, again.headers["Idempotent-Replayed"]) == (402, "true")
    assert len(shop.model.totals.payment(intent).charges) == 2


@pytest.mark.parametrize("fault", [Fault.FAIL_BEFORE, Fault.FAIL_AFTER])
def test_a_500_is_replayed_whether_it_was_executed_or_not(shop: Shop, fault: Fault) -> None:
    shop.model.faults.next("POST /v1/payment_intents", fault)
    assert shop.post("/v1/payment_intents", ORDER, key="k").status == 500
    assert shop.post("/v1/payment_intents", ORDER, key="k").status == 500
    assert len(shop.model.totals.payments()) == (fault is Fault.FAIL_AFTER)


def test_a_refusal_after_work_began_is_replayed(shop: Shop) -> None:
    paid = shop.pay()
    updates = {"payment_intent": paid["id"], "amount": 1300}
    assert shop.post("/v1/refunds", updates, key="k").status == 400
    assert shop.post("/v1/refunds", updates, key="k").headers["Idempotent-Replayed"] == "true"


def test_failed_validation_is_not_kept(shop: Shop) -> None:
    assert shop.post("/v1/payment_intents", {"amount": "x", "currency": "usd"}, key="k").status == 400
    assert shop.post("/v1/payment_intents", ORDER, key="k").status == 200


@pytest.mark.parametrize("fault", [Fault.RATE_LIMIT, Fault.LOCK_TIMEOUT, Fault.UNAUTHORIZED, Fault.KEY_IN_USE])
def test_a_refused_request_is_not_stored(shop: Shop, fault: Fault) -> None:
    shop.model.faults.next("*", fault)
    assert shop.post("/v1/payment_intents", ORDER, key="k").status in (401, 409, 429)
    assert shop.post("/v1/payment_intents", ORDER, key="k").status == 200


@pytest.mark.parametrize(
    ("path", "parameters"),
    [
        ("/v1/payment_intents", {**ORDER, "amount": 1300}),
        ("/v1/payment_intents", {**ORDER, "metadata": {"a": "b"}}),
        ("/v1/payment_intents", {**ORDER, "expand": ["customer"]}),
        ("/v1/customers", {"email": "ada@example.com"}),
    ],
)
def test_a_key_used_otherwise_is_an_idempotency_error(shop: Shop, path: str, parameters: dict[str, object]) -> None:
    shop.post("/v1/payment_intents", ORDER, key="k")
    result = shop.post(path, parameters, key="k")
    assert (result.status, result.error["type"]) == (400, "idempotency_error")
    assert len(shop.model.totals.payments()) == 1


def test_a_key_is_forgotten_after_a_day(shop: Shop) -> None:
    first = shop.post("/v1/payment_intents", ORDER, key="k")["id"]
    shop.wait(86_399)
    assert shop.post("/v1/payment_intents", ORDER, key="k")["id"] == first
    shop.wait(1)
    assert shop.post("/v1/payment_intents", ORDER, key="k")["id"] != first


def test_a_request_that_executes_late_holds_its_key_until_it_has(shop: Shop) -> None:
    shop.model.faults.next("POST /v1/payment_intents", Fault.EXECUTE_LATER)
    with pytest.raises(ResponseLost):
        shop.post("/v1/payment_intents", ORDER, key="k")
    assert shop.model.totals.payments() == []
    running = shop.post("/v1/payment_intents", ORDER, key="k")
    assert (running.status, running.error["code"]) == (409, "idempotency_key_in_use")
    shop.wait(5)
    late = shop.post("/v1/payment_intents", ORDER, key="k")
    assert late.headers["Idempotent-Replayed"] == "true"
    assert [each.id for each in shop.model.totals.payments()] == [late["id"]]


def test_keys_mean_nothing_to_reads(shop: Shop) -> None:
    assert shop.get("/v1/customers", key="k").status == 200
    shop.customer()
    assert len(shop.get("/v1/customers", key="k")["data"]) == 1


def test_a_key_can_be_255_characters_and_no_longer(shop: Shop) -> None:
    assert shop.post("/v1/payment_intents", ORDER, key="k" * 255).status == 200
    assert shop.post("/v1/payment_intents", ORDER, key="k" * 256).status == 400
