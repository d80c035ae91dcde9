"""News of the payment: succeeded outranks canceled, both outrank what is still open, and open states are advisory."""

from dataclasses import replace
from typing import Any

import pytest

from domain.errors.orders import HoldNotReleasable
from domain.facts.payment import MethodFact, PaidWith, PaymentState
from domain.identifiers.types import ChargeId, CustomerId
from domain.orders.history import EntryType
from domain.orders.holds import HoldReason
from domain.orders.order import Order, OrderStatus, PaymentStatus
from domain.orders.release_hold import release_hold
from domain.payments.checkout import cancellation_requested
from domain.payments.intent import MAX_FAILED_ATTEMPTS, Closing
from tests import builders, fact_builders


@pytest.fixture
def order() -> Order:
    return builders.asked()


def types(order: Order) -> list[str]:
    return [change.type for change in order.changes]


def processing(order: Order, charge: str | None = "ch_1") -> Order:
    charge_id = None if charge is None else ChargeId(charge)
    return builders.with_facts(order, fact_builders.payment_fact(order, PaymentState.PROCESSING, charge_id=charge_id))


def failed(order: Order, charge: str = "ch_1") -> Order:
    failure = replace(fact_builders.failed_attempt(), id=charge)
    return builders.with_facts(order, fact_builders.payment_fact(order, PaymentState.FAILED, failure=failure))


def test_a_success_pays_the_order_with_what_was_received(order: Order) -> None:
    paid = builders.with_facts(order, fact_builders.payment_fact(order))

    assert paid.intent.is_paid
    assert (paid.intent.captured, paid.intent.paid_with) == (1299, fact_builders.card())
    assert (paid.status, paid.payment_status) == (OrderStatus.CONFIRMED, PaymentStatus.SUCCEEDED)
    assert dict(paid.changes[-1].data) == {
        "paymentIntentId": order.intent.id,
        "chargeId": fact_builders.charge_id_of(order),
        "amount": 1299,
        "currency": "usd",
    }


def test_a_success_after_a_cancellation_still_pays_the_order(order: Order) -> None:
    canceled = builders.with_facts(order, fact_builders.payment_fact(order, PaymentState.CANCELED))
    assert canceled.status is OrderStatus.CANCELED
    assert canceled.payment_status is PaymentStatus.CANCELED

    paid = builders.with_facts(canceled, fact_builders.payment_fact(order))

    assert paid.status is OrderStatus.CONFIRMED
    assert types(paid)[-2:] == [EntryType.PAYMENT_CANCELED, EntryType.PAYMENT_SUCCEEDED]


@pytest.mark.parametrize(
    ("differs", "reported"),
    [
        ("currency", {"currency": "eur"}),
        ("amount", {"amount": 1298}),
        ("amount", {"amount_received": 1298}),
        ("customer", {"customer_id": CustomerId("cus_another")}),
        ("capture", {"manual_capture": True}),
    ],
)
def test_a_payment_that_does_not_match_is_held_and_never_confirmed(
    order: Order, differs: str, reported: dict[str, Any]
) -> None:
    paid = builders.with_facts(order, fact_builders.payment_fact(order, **reported))

    assert paid.intent.is_paid
    assert paid.status is OrderStatus.ON_HOLD
    assert [hold.reason for hold in paid.holds] == [HoldReason.MISMATCH]
    assert (paid.changes[-1].type, paid.changes[-1].data["differs"]) == (EntryType.PAYMENT_MISMATCHED, differs)
    assert order.holds == ()


def test_money_that_waits_for_a_capture_is_a_mismatch_also_after_a_cancellation(order: Order) -> None:
    uncaptured = fact_builders.payment_fact(order, PaymentState.UNCAPTURED, manual_capture=True)

    waiting = builders.with_facts(order, uncaptured)
    assert waiting.intent.state is PaymentState.UNCAPTURED
    assert waiting.status is OrderStatus.ON_HOLD
    assert waiting.payment_status is PaymentStatus.AUTHORIZED
    assert types(processing(waiting)) == types(waiting)

    canceled = builders.with_facts(order, fact_builders.payment_fact(order, PaymentState.CANCELED))
    late = builders.with_facts(canceled, uncaptured)
    assert late.intent.state is PaymentState.CANCELED
    assert [hold.reason for hold in late.holds] == [HoldReason.MISMATCH]


@pytest.mark.parametrize("received", [1, 1299])
def test_what_is_captured_after_its_wait_was_released_is_a_mismatch_of_its_own(order: Order, received: int) -> None:
    waiting = builders.with_facts(
        order, fact_builders.payment_fact(order, PaymentState.UNCAPTURED, manual_capture=True)
    )
    released = release_hold(waiting, waiting.holds[0].id, None, builders.by("admin:boss"))
    assert released.status is OrderStatus.PENDING

    captured = builders.with_facts(
        released, fact_builders.payment_fact(order, amount_received=received, manual_capture=True)
    )

    assert (captured.status, captured.intent.captured) == (OrderStatus.ON_HOLD, received)
    assert [hold.is_open for hold in captured.holds] == [False, True]
    with pytest.raises(HoldNotReleasable):
        release_hold(captured, captured.holds[1].id, None, builders.by("admin:boss"))


def test_a_cancellation_records_its_reason_and_whether_an_attempt_had_failed(order: Order) -> None:
    asked = cancellation_requested(failed(order), Closing.EXPIRED, builders.by())
    canceled = builders.with_facts(
        asked, fact_builders.payment_fact(order, PaymentState.CANCELED, cancellation_reason="abandoned")
    )

    assert dict(canceled.changes[-1].data) == {
        "paymentIntentId": order.intent.id,
        "reason": "abandoned",
        "closing": "expired",
        "lastAttemptFailed": True,
    }


def test_open_states_are_shown_while_nothing_is_final(order: Order) -> None:
    assert order.payment_status is PaymentStatus.PENDING
    assert order.status is OrderStatus.PENDING
    assert processing(order).payment_status is PaymentStatus.PROCESSING
    assert failed(order).payment_status is PaymentStatus.FAILED
    acting = builders.with_facts(order, fact_builders.payment_fact(order, PaymentState.REQUIRES_ACTION))
    assert acting.payment_status is PaymentStatus.REQUIRES_ACTION
    assert builders.with_facts(order, fact_builders.payment_fact(order, PaymentState.PENDING)) is order


def test_no_open_state_touches_what_is_final(order: Order) -> None:
    paid = builders.paid(order)
    assert processing(paid) is paid
    assert builders.with_facts(paid, fact_builders.payment_fact(order, PaymentState.REQUIRES_ACTION)) is paid
    assert builders.with_facts(paid, fact_builders.payment_fact(order, PaymentState.CANCELED)) is paid
    late = failed(paid)
    assert late.intent.state is PaymentState.SUCCEEDED
    assert types(late)[-1] == EntryType.PAYMENT_FAILED


def test_a_failure_is_recorded_once_however_often_it_is_reported(order: Order) -> None:
    once = failed(order)
    assert types(once)[-1] == EntryType.PAYMENT_FAILED
    assert failed(once) is once
    assert builders.with_facts(order, fact_builders.payment_fact(order, PaymentState.FAILED)) is order


def acting(order: Order) -> Order:
    return builders.with_facts(order, fact_builders.payment_fact(order, PaymentState.REQUIRES_ACTION))


def test_a_failure_that_is_known_and_ends_another_try_is_recorded_like_the_first(order: Order) -> None:
    again = failed(acting(failed(acting(order))))
    assert again.payment_status is PaymentStatus.FAILED
    assert types(again)[-2:] == [EntryType.PAYMENT_REQUIRED_ACTION, EntryType.PAYMENT_FAILED]
    assert len(again.intent.failures) == 1
    assert failed(again) is again

    gone = failed(processing(failed(processing(order)), None))
    assert (gone.payment_status, types(gone)[-1]) == (PaymentStatus.FAILED, EntryType.PAYMENT_FAILED)


def test_a_failure_beyond_the_bound_still_ends_its_try(order: Order) -> None:
    for number in range(MAX_FAILED_ATTEMPTS):
        order = failed(order, f"ch_{number}")
    gone = failed(acting(order), "ch_one_more")
    assert (gone.payment_status, types(gone)[-1]) == (PaymentStatus.FAILED, EntryType.PAYMENT_FAILED)
    assert gone.changes[-1].data["attemptId"] == "ch_one_more"
    assert gone.intent.failures == order.intent.failures


def test_failures_are_counted_up_to_the_bound_of_the_document(order: Order) -> None:
    for number in range(MAX_FAILED_ATTEMPTS + 3):
        order = failed(order, f"ch_{number}")
    assert len(order.intent.failures) == MAX_FAILED_ATTEMPTS


def test_a_processing_payment_that_fails_is_mailed_once(order: Order) -> None:
    gone = failed(processing(order))
    assert types(gone)[-2:] == [EntryType.PAYMENT_FAILED, EntryType.PROCESSING_PAYMENT_FAILED]

    again = failed(processing(gone, "ch_2"), "ch_2")

    assert types(again).count(EntryType.PROCESSING_PAYMENT_FAILED) == 1


def test_a_processing_payment_that_is_known_to_have_failed_is_mailed_though_its_event_came_late(order: Order) -> None:
    late = processing(failed(order))
    assert types(late)[-2:] == [EntryType.PAYMENT_FAILED, EntryType.PROCESSING_PAYMENT_FAILED]
    assert late.intent.state is PaymentState.FAILED
    assert processing(late) is late


def test_an_earlier_failure_does_not_end_the_try_that_is_processing(order: Order) -> None:
    trying = failed(processing(order, "ch_2"), "ch_1")
    assert trying.intent.state is PaymentState.PROCESSING
    assert EntryType.PROCESSING_PAYMENT_FAILED not in types(trying)


def test_a_processing_payment_without_a_charge_fails_with_any_failure(order: Order) -> None:
    assert types(failed(processing(order, None)))[-1] == EntryType.PROCESSING_PAYMENT_FAILED


def test_an_action_that_was_required_before_the_attempt_failed_changes_nothing(order: Order) -> None:
    tried = failed(order)
    acting = fact_builders.payment_fact(order, PaymentState.REQUIRES_ACTION, charge_id=ChargeId("ch_1"))
    assert builders.with_facts(tried, acting) is tried
    again = builders.with_facts(tried, replace(acting, charge_id=ChargeId("ch_2")))
    assert again.intent.state is PaymentState.REQUIRES_ACTION
    assert builders.with_facts(again, acting) is again


def test_a_charge_shows_what_was_paid_with_before_or_after_the_payment_does(order: Order) -> None:
    charge_id = fact_builders.charge_id_of(order)
    method = MethodFact(payment_intent_id=order.intent.id, charge_id=charge_id, paid_with=fact_builders.card())
    bare = fact_builders.payment_fact(order, paid_with=PaidWith(type="unknown"))

    after = builders.with_facts(order, bare, method)
    before = builders.with_facts(order, method, bare)

    assert after.intent.paid_with == before.intent.paid_with == fact_builders.card()
    assert dict(after.changes[-1].data) == {"chargeId": charge_id, "type": "card"}
    assert builders.with_facts(after, method) is after


def test_a_method_without_details_is_recorded_once(order: Order) -> None:
    klarna = MethodFact(
        payment_intent_id=order.intent.id,
        charge_id=fact_builders.charge_id_of(order),
        paid_with=PaidWith(type="klarna"),
    )
    once = builders.with_facts(order, fact_builders.payment_fact(order, paid_with=None), klarna)
    assert once.intent.paid_with == klarna.paid_with
    assert builders.with_facts(once, klarna) is once
    assert builders.with_facts(once, replace(klarna, paid_with=PaidWith(type="unknown"))) is once
