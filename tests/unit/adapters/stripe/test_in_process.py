"""The real gateway over the model of Stripe: every fault there is looks as it would over a network."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import UTC, datetime

import pytest
import stripe

from adapters.stripe.customers import StripeCustomers
from adapters.stripe.payment_methods import StripePaymentMethods
from adapters.stripe.sdk.calls import StripeCalls
from adapters.stripe.sdk.client import stripe_calls
from adapters.stripe.sdk.in_process import InProcessClient
from application.ports.stripe.failures import (
    KeyInUse,
    KeyRefused,
    NotExecuted,
    OutcomeUnknown,
    Refused,
    ReplayedFailure,
)
from application.ports.stripe.payments import Declined
from domain.identifiers.types import PaymentMethodId
from stripe_stand_in.model import ApiResponse, Fault, StripeModel
from tests.builders import user
from tests.contracts.stripe.shop import HeldClock, Shop

NOW = datetime(2026, 11, 22, 9, 26, 53, tzinfo=UTC)


@pytest.fixture
def model() -> StripeModel:
    return StripeModel(clock=NOW.timestamp, seed=7)


@pytest.fixture
def calls(model: StripeModel) -> StripeCalls:
    return stripe_calls(model.secret_key, InProcessClient(model.handle))


@pytest.mark.parametrize(
    ("fault", "meaning", "executed"),
    [
        (Fault.LOSE_REQUEST, OutcomeUnknown, False),
        (Fault.LOSE_ANSWER, OutcomeUnknown, True),
        (Fault.FAIL_BEFORE, OutcomeUnknown, False),
        (Fault.FAIL_AFTER, OutcomeUnknown, True),
        (Fault.GARBLE, OutcomeUnknown, True),
        (Fault.KEY_IN_USE, KeyInUse, False),
        (Fault.UNAVAILABLE, OutcomeUnknown, False),
        (Fault.RATE_LIMIT, NotExecuted, False),
        (Fault.LOCK_TIMEOUT, NotExecuted, False),
        (Fault.UNAUTHORIZED, KeyRefused, False),
    ],
)
async def test_a_fault_is_reported_by_what_is_known_of_the_outcome(
    model: StripeModel, calls: StripeCalls, fault: Fault, meaning: type[Exception], executed: bool
) -> None:
    model.faults.next("POST /v1/customers", fault)
    with pytest.raises(Exception) as failed:  # noqa: PT011
        await StripeCustomers(calls=calls).create(user(), "till:customer:1")
    assert type(failed.value) is meaning
    assert len(model.totals.customers()) == executed


async def test_a_lost_answer_is_had_by_the_same_key(model: StripeModel, calls: StripeCalls) -> None:
    shopper, customers = user(), StripeCustomers(calls=calls)
    model.faults.next("POST /v1/customers", Fault.LOSE_ANSWER)
    with pytest.raises(OutcomeUnknown):
        await customers.create(shopper, "till:customer:1")
    assert await customers.create(shopper, "till:customer:1")
    assert len(model.totals.customers()) == 1


async def test_a_failure_that_will_be_replayed_for_ever_is_one_kind(model: StripeModel, calls: StripeCalls) -> None:
    shopper, customers = user(), StripeCustomers(calls=calls)
    model.faults.next("POST /v1/customers", Fault.FAIL_BEFORE)
    with pytest.raises(OutcomeUnknown) as first:
        await customers.create(shopper, "till:customer:1")
    assert type(first.value) is OutcomeUnknown
    with pytest.raises(ReplayedFailure):
        await customers.create(shopper, "till:customer:1")
    assert await customers.create(shopper, "till:customer:2")


@pytest.mark.parametrize("intent", [None, "null", "{}", '{"id":"pi_1"}'])
async def test_a_decline_that_does_not_show_its_payment_is_reported_all_the_same(
    model: StripeModel, intent: str | None
) -> None:
    shown = "" if intent is None else f',"payment_intent":{intent}'
    decline = f'{{"error":{{"type":"card_error","code":"expired_card"{shown}}}}}'

    def handle(method: str, path: str, headers: Mapping[str, str], body: bytes) -> ApiResponse:
        if path.endswith("/confirm"):
            return ApiResponse(402, {}, decline.encode())
        return model.handle(method, path, headers, body)

    shop = Shop(stripe_calls(model.secret_key, InProcessClient(handle)), HeldClock(NOW))
    asked = await shop.asked()
    with pytest.raises(Declined) as declined:
        await shop.confirmed(asked)
    assert (declined.value.code, declined.value.decline_code) == ("expired_card", None)
    assert declined.value.seen.id == asked.id


async def test_a_refused_detachment_of_an_attached_method_is_a_refusal(model: StripeModel) -> None:
    def handle(method: str, path: str, headers: Mapping[str, str], body: bytes) -> ApiResponse:
        if path.endswith("/detach"):
            return ApiResponse(400, {}, b'{"error":{"type":"invalid_request_error","message":"not now"}}')
        return model.handle(method, path, headers, body)

    shop = Shop(stripe_calls(model.secret_key, InProcessClient(handle)), HeldClock(NOW))
    methods = StripePaymentMethods(calls=shop.calls, clock=shop.clock)
    saved = await methods.attach(PaymentMethodId("pm_card_visa"), await shop.customer(), "till:attach:1")
    with pytest.raises(Refused):
        await methods.detach(saved.id)


async def test_the_door_alone_tells_a_lost_answer_as_the_sdk_does(model: StripeModel) -> None:
    model.faults.next("*", Fault.LOSE_ANSWER)
    client = stripe.StripeClient(model.secret_key, http_client=InProcessClient(model.handle))
    with pytest.raises(stripe.APIConnectionError):
        await client.v1.customers.create_async({"email": "ada@shop.example"})


async def test_others_run_before_a_call_is_executed_and_before_its_answer_arrives(model: StripeModel) -> None:
    calls_seen: list[str] = []

    def handle(method: str, path: str, headers: Mapping[str, str], body: bytes) -> ApiResponse:
        calls_seen.append("executed")
        return model.handle(method, path, headers, body)

    async def call() -> None:
        await StripeCustomers(calls=stripe_calls(model.secret_key, InProcessClient(handle))).create(user(), "till:1")
        calls_seen.append("answered")

    async def other() -> None:
        calls_seen.append("other")
        await asyncio.sleep(0)
        calls_seen.append("another")

    await asyncio.gather(call(), other())
    assert calls_seen == ["other", "executed", "another", "answered"]
