"""Which events are read, which are left alone, and which say that they can't be read."""

from __future__ import annotations

from typing import Any

import pytest

from adapters.stripe.event_reader import StripeEventReader
from adapters.stripe.reading.event_types import LISTED, NEEDED, READINGS, WITHOUT_EFFECT
from application.ports.stripe.events import Irrelevant, UnreadableEvent
from domain.facts.fact import CustomerDeletedFact
from domain.facts.payment import PaymentFact
from tests.unit.adapters.stripe.reading import READER, read
from tests.unit.adapters.stripe.samples import event, intent


def test_a_deleted_customer_is_reported() -> None:
    assert read("customer.deleted", {"id": "cus_Q1", "object": "customer", "deleted": True}) == CustomerDeletedFact(
        customer_id="cus_Q1"
    )


def test_what_is_in_another_mode_or_another_account_is_left_alone() -> None:
    live = StripeEventReader(secrets=(), live=True)
    assert read("payment_intent.succeeded", intent(), live=True) is Irrelevant.WRONG_MODE
    assert live.read(event("payment_intent.succeeded", intent())) is Irrelevant.WRONG_MODE
    assert isinstance(live.read(event("payment_intent.succeeded", intent(), live=True)), PaymentFact)
    assert read("payment_intent.succeeded", intent(), account="acct_other") is Irrelevant.FOREIGN
    assert isinstance(read("payment_intent.succeeded", intent(), account=None), PaymentFact)


@pytest.mark.parametrize("kind", sorted(WITHOUT_EFFECT))
def test_what_needs_no_effect_is_known(kind: str) -> None:
    assert read(kind, {"id": "x"}) is Irrelevant.NO_EFFECT


@pytest.mark.parametrize("kind", ["charge.captured", "balance.available", "v1.of.next.year"])
def test_other_types_are_unknown_whatever_they_hold(kind: str) -> None:
    assert read(kind, None) is Irrelevant.UNKNOWN_TYPE


@pytest.mark.parametrize("kind", sorted(READINGS))
@pytest.mark.parametrize(
    "stripe_object", [None, [], "pi_1", {}, {"id": ""}, {"id": "x\u0000"}, {"id": "x", "object": "plan"}]
)
def test_an_unreadable_event_of_a_known_type_raises(kind: str, stripe_object: Any) -> None:
    with pytest.raises(UnreadableEvent) as unreadable:
        read(kind, stripe_object)
    assert kind in str(unreadable.value)


@pytest.mark.parametrize(
    "given",
    [
        {"amount": "1299"},
        {"amount": 12.99},
        {"amount": -1},
        {"amount": 2**53},
        {"amount": None},
        {"amount_received": None},
        {"currency": None},
        {"status": None},
        {"latest_charge": 7},
        {"customer": {"object": "customer"}},
    ],
)
def test_a_payment_is_never_half_read(given: dict[str, Any]) -> None:
    with pytest.raises(UnreadableEvent) as unreadable:
        read("payment_intent.succeeded", intent(**given))
    assert next(iter(given)) in str(unreadable.value)


def test_a_payload_that_is_no_event_is_unreadable() -> None:
    broken = event("payment_intent.succeeded", intent())
    for payload in ("", "[]", "{}", '{"data":' * 5000):
        with pytest.raises(UnreadableEvent):
            READER.read(
                type(broken)(**{name: getattr(broken, name) for name in broken.__slots__} | {"payload": payload})
            )


def test_the_log_of_events_can_be_asked_for_all_needed_types_at_once() -> None:
    assert len(LISTED) <= 20
    assert set(READINGS) - set(NEEDED) == {"charge.refund.updated"}
