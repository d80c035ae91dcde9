"""The short way to the model of Stripe: whoever takes it sends, is told and lives through what the SDK's users do."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from adapters.stripe.sdk.calls import StripeCalls
from adapters.stripe.sdk.client import stripe_calls
from adapters.stripe.sdk.in_process import InProcessClient
from stripe_stand_in.model import ApiResponse, StripeModel
from tests.simulation.flavours import MIX
from tests.simulation.schedule import play_schedule
from tests.world.alone import alone
from tests.world.straight import straight_calls

BASE = "http://127.0.0.1:12111"
Sent = tuple[str, str, dict[str, str], bytes]


def _sent(seed: int, *, straight: bool, monkeypatch: pytest.MonkeyPatch) -> tuple[list[Sent], str]:
    """Every call of a schedule, as far as Stripe reads it, and the schedule's story."""
    sent: list[Sent] = []
    handle = StripeModel.handle

    def heard(model: StripeModel, method: str, path: str, headers: Mapping[str, str], body: bytes = b"") -> ApiResponse:
        read = {name: headers[name] for name in ("Authorization", "Stripe-Version", "Content-Type") if name in headers}
        key = headers.get("Idempotency-Key", "")
        sent.append((method, path, {**read, "key": key if ":" in key else ""}, body))
        return handle(model, method, path, headers, body)

    with monkeypatch.context() as patch:
        patch.setattr(StripeModel, "handle", heard)
        story = str(play_schedule(seed, straight=straight).story)
    return sent, story


@pytest.mark.parametrize("seed", range(len(MIX)))
def test_a_schedule_is_the_same_by_the_sdk_and_straight(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    by_sdk, reported = _sent(seed, straight=False, monkeypatch=monkeypatch)
    straight, reported_directly = _sent(seed, straight=True, monkeypatch=monkeypatch)
    assert by_sdk
    assert straight == by_sdk
    assert reported_directly == reported


@pytest.mark.parametrize(
    "answer",
    [
        ApiResponse(200, {}, b'{"id": "cus_1299", "na'),
        ApiResponse(200, {}, b"\xff"),
        ApiResponse(503, {"Content-Type": "text/html"}, b"<html>upstream connect error</html>"),
        ApiResponse(500, {"Idempotent-Replayed": "true"}, b'{"error": {"type": "api_error", "message": "unknown"}}'),
        ApiResponse(
            404, {}, b'{"error": {"type": "invalid_request_error", "code": "resource_missing", "param": "id"}}'
        ),
        ApiResponse(409, {}, b'{"error": {"type": "idempotency_error", "code": "idempotency_key_in_use"}}'),
        ApiResponse(400, {}, b'{"message": "no error in it"}'),
        ApiResponse(401, {}, b'{"error": {"message": "Expired API Key provided."}}'),
    ],
    ids=lambda answer: f"{answer.status} {answer.body[:12]!r}",
)
def test_an_answer_that_is_no_good_means_the_same(answer: ApiResponse) -> None:
    def handle(*_: object) -> ApiResponse:
        return answer

    def meaning(calls: StripeCalls) -> tuple[type[Exception], str]:
        with pytest.raises(Exception) as failed:  # noqa: PT011
            alone(calls.get(dict[str, str], "/v1/customers/cus_1299"))
        return failed.type, str(failed.value)

    door = InProcessClient(handle)
    assert meaning(straight_calls("sk_test_1", door, api_base=BASE)) == meaning(
        stripe_calls("sk_test_1", door, api_base=BASE)
    )
