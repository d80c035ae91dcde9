"""`make live` takes its whole journey at the stand-in, sees what is planted, and touches no live account."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from adapters.stripe.sdk.in_process import Answered, Handle
from stripe_stand_in.model import ApiResponse
from stripe_stand_in.testing import SECRET_KEY, RunningStandIn
from tests.live.comparison import deviations
from tests.live.recording import route_of
from tests.live.runs import run_over_the_model

ROOT = Path(__file__).parents[2]


def live(**environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tests.live"]
    kept = {name: value for name, value in os.environ.items() if not name.startswith("STRIPE_")}
    return subprocess.run(
        command, cwd=ROOT, env=kept | environment, capture_output=True, text=True, check=False, timeout=120
    )


@pytest.mark.parametrize(
    "key", ["sk_live_4eC39HqLyjWDarjtT1zdp7dc", "rk_live_4eC39HqLyjWDarjtT1zdp7dc", "pk_test_1", ""]
)
def test_only_a_test_key_is_used(key: str) -> None:
    done = live(STRIPE_SECRET_KEY=key, STRIPE_API_BASE="http://127.0.0.1:1")
    assert (done.returncode, done.stdout) == (2, "")
    assert "No live key is ever used" in done.stderr
    assert "4eC39" not in done.stderr


def test_a_server_that_does_not_answer_is_one_line() -> None:
    done = live(STRIPE_SECRET_KEY=SECRET_KEY, STRIPE_API_BASE="http://127.0.0.1:1")
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1


def test_the_journey_is_taken_over_http_and_the_stand_in_is_like_itself(tmp_path: Path) -> None:
    stand_in = RunningStandIn(tmp_path)
    try:
        done = live(STRIPE_SECRET_KEY=SECRET_KEY, STRIPE_API_BASE=stand_in.url)
    finally:
        stand_in.stop()
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    assert done.stdout == "The stand-in answers every call of the journey as Stripe does.\n"


async def test_the_journey_meets_every_kind_of_answer() -> None:
    recording, failure = await run_over_the_model()
    assert failure is None
    steps = {step for step, _ in recording}
    assert steps == {"pay", "refund", "decline", "3-D Secure", "saved method", "dispute", "errors"}
    assert {status for recorded in recording.values() for status in recorded.statuses} >= {200, 400, 402, 404}
    kinds = {error[0] for recorded in recording.values() for error in recorded.errors}
    assert kinds >= {"card_error", "invalid_request_error", "idempotency_error"}


@pytest.mark.parametrize(
    ("old", "new", "where", "at_the_stand_in"),
    [
        (b'"amount_received":', b'"amount_taken":', "amount_received", "absent"),
        (b'"decline_code":"insufficient_funds"', b'"decline_code":"poor"', "error (type, code", "poor"),
        (b'"livemode":false', b'"livemode":"no"', "livemode", "str"),
        (b'"status":"requires_action"', b'"status":"requires_source_action"', "status", "'requires_source_action'"),
        (b'"object":"dispute"', b'"object":"quarrel"', "object", "'quarrel'"),
    ],
)
async def test_a_planted_difference_is_in_the_table(old: bytes, new: bytes, where: str, at_the_stand_in: str) -> None:
    def planted(handle: Handle) -> Handle:
        def answer(method: str, path: str, headers: Mapping[str, str], body: bytes) -> Answered:
            real = handle(method, path, headers, body)
            return ApiResponse(
                real.status, real.headers, real.body.replace(old, new).replace(old.replace(b":", b": "), new)
            )

        return answer

    real, differing = await run_over_the_model(), await run_over_the_model(planted)
    found = deviations(real.recording, differing.recording, whole=differing.failure is None)
    assert [each for each in found if where in each.where and at_the_stand_in in each.at_the_stand_in]


async def test_a_planted_status_is_in_the_table() -> None:
    def planted(handle: Handle) -> Handle:
        def answer(method: str, path: str, headers: Mapping[str, str], body: bytes) -> Answered:
            real = handle(method, path, headers, body)
            return ApiResponse(400, real.headers, real.body) if real.status == 404 else real

        return answer

    found = deviations((await run_over_the_model()).recording, (await run_over_the_model(planted)).recording)
    assert {(each.where, each.at_stripe, each.at_the_stand_in) for each in found} == {("status", "404", "400")}


@pytest.mark.parametrize(
    ("url", "route"),
    [
        ("https://api.stripe.com/v1/payment_intents/pi_3QaBcDeFgHi/confirm", "/v1/payment_intents/{id}/confirm"),
        ("https://api.stripe.com/v1/refunds?limit=1", "/v1/refunds"),
        ("https://api.stripe.com/v1/payment_methods/pm_card_visa", "/v1/payment_methods/{id}"),
    ],
)
def test_a_route_has_no_ids(url: str, route: str) -> None:
    assert route_of(url) == route
