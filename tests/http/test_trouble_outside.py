"""How Till answers while Stripe or MongoDB is in trouble."""

from __future__ import annotations

import pytest

from stripe_stand_in.model import Fault
from tests.http.till import Till, running


@pytest.mark.parametrize(
    ("fault", "status", "code"),
    [
        (Fault.RATE_LIMIT, 503, "stripe_unavailable"),
        (Fault.LOCK_TIMEOUT, 503, "stripe_unavailable"),
        (Fault.UNAVAILABLE, 503, "stripe_unavailable"),
        (Fault.LOSE_REQUEST, 503, "stripe_unavailable"),
        (Fault.UNAUTHORIZED, 502, "stripe_key_refused"),
    ],
)
async def test_failures_of_stripe_and_of_till_have_codes_of_their_own(
    till: Till, fault: Fault, status: int, code: str
) -> None:
    created = await till.started()
    till.model.faults.always("*", fault)

    answer = await till.get(f"/api/payments/intent/{created['paymentIntentId']}")

    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert ("retry-after" in answer.headers) is (status == 503)


async def test_readiness_depends_on_mongodb_alone(till: Till) -> None:
    ready = await till.http.get("/health/ready")
    till.stores.faults.down = True
    away = await till.http.get("/health/ready")

    assert ready.json() == {"status": "ready", "checks": {"mongodb": "ok", "stripe": "ok"}}
    assert (away.status_code, away.json()["checks"]["mongodb"]) == (503, "down")


async def test_without_stripe_webhooks_stay_in_rotation() -> None:
    async with running() as till:
        till.model.faults.always("*", Fault.LOSE_REQUEST)
        answer = await till.http.get("/health/ready")

    assert answer.status_code == 200
    assert answer.json() == {"status": "degraded", "checks": {"mongodb": "ok", "stripe": "down"}}
