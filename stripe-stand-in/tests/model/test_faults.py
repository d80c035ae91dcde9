"""Faults strike where they were planned, and look as they would from outside."""

import pytest

from stripe_stand_in.model import Fault, ResponseLost
from tests.model.caller import Shop


def test_a_request_with_a_lost_response_was_executed_and_a_lost_request_was_not(shop: Shop) -> None:
    for fault, customers in ((Fault.LOSE_REQUEST, 0), (Fault.LOSE_ANSWER, 1)):
        shop.model.faults.next("POST /v1/customers", fault)
        with pytest.raises(ResponseLost):
            shop.post("/v1/customers")
        assert len(shop.model.totals.customers()) == customers


def test_a_planned_fault_applies_to_matching_requests_as_often_as_planned(shop: Shop) -> None:
    shop.model.faults.next("POST /v1/payment_intents/*/confirm", Fault.RATE_LIMIT, times=2)
    intent = shop.intent()["id"]
    statuses = [
        shop.post(f"/v1/payment_intents/{intent}/confirm", {"payment_method": "pm_card_visa"}).status for _ in range(3)
    ]
    assert statuses == [429, 429, 200]
    assert not shop.model.faults.pending


def test_both_kinds_of_429_can_be_distinguished(shop: Shop) -> None:
    shop.model.faults.next("*", Fault.RATE_LIMIT)
    limited = shop.post("/v1/customers")
    shop.model.faults.next("*", Fault.LOCK_TIMEOUT)
    locked = shop.post("/v1/customers")
    assert (limited.status, limited.error["code"], locked.status, locked.error["code"]) == (
        429, "rate_limit", 429, "lock_timeout",
    )  # fmt: skip
    assert "Stripe-Rate-Limited-Reason" in limited.headers
    assert "Stripe-Rate-Limited-Reason" not in locked.headers


@pytest.mark.parametrize(("fault", "status"), [(Fault.GARBLE, 200), (Fault.UNAVAILABLE, 503)])
def test_some_answers_are_no_json(shop: Shop, fault: Fault, status: int) -> None:
    shop.model.faults.next("*", fault)
    headers = {"Authorization": f"Bearer {shop.model.secret_key}"}
    response = shop.model.handle("POST", "/v1/customers", headers)
    assert response.status == status
    assert not response.body.endswith(b"}")


def test_random_faults_repeat_with_their_seed() -> None:
    def statuses(seed: int) -> list[int]:
        shop = Shop(seed)
        shop.model.faults.randomly(rate_limit=0.3, fail_before=0.2)
        return [shop.post("/v1/customers").status for _ in range(40)]

    assert statuses(1) == statuses(1) != statuses(2)
    assert {200, 429, 500} == set(statuses(1))


def test_clear_removes_every_fault(shop: Shop) -> None:
    shop.model.faults.always("*", Fault.FAIL_BEFORE)
    assert shop.post("/v1/customers").status == 500
    shop.model.faults.clear()
    assert shop.post("/v1/customers").status == 200
