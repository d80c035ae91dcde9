"""Facts in any order, late or repeated lead to the same end, and what changes nothing leaves no trace."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.disputes.dispute import DisputeStatus
from domain.errors.orders import FactOfAnotherOrder
from domain.facts.fact import OrderFact
from domain.facts.payment import MethodFact, PaidWith, PaymentFact, PaymentState
from domain.identifiers.derivation import refund_id_from
from domain.identifiers.types import CustomerId, OrderId, PaymentIntentId, RefundId
from domain.orders.apply_fact import apply_fact, belongs
from domain.orders.order import Order
from domain.refunds.refund import RefundStatus
from tests import builders, fact_builders, when

ORDER = builders.asked(
    builders.checkout(
        lines=(builders.line(quantity=3),),
        order_id=OrderId("ord_000000001299"),
        order_origin=builders.request_scope("story"),
    )
)
OURS = refund_id_from(builders.request_scope("a refund of ours"))
WITH_A_REFUND_OF_OURS = builders.with_refund_reserved(
    builders.with_facts(ORDER, fact_builders.payment_fact(ORDER)), 833, refund_id=OURS
)

REFUND_COURSES: list[list[RefundStatus]] = [
    [RefundStatus.PENDING],
    [RefundStatus.SUCCEEDED],
    [RefundStatus.PENDING, RefundStatus.SUCCEEDED],
    [RefundStatus.PENDING, RefundStatus.SUCCEEDED, RefundStatus.FAILED],
    [RefundStatus.REQUIRES_ACTION, RefundStatus.CANCELED],
]
DISPUTE_COURSES: list[list[tuple[DisputeStatus, bool]]] = [
    [(DisputeStatus.WARNING_NEEDS_RESPONSE, False), (DisputeStatus.WARNING_CLOSED, False)],
    [(DisputeStatus.NEEDS_RESPONSE, False), (DisputeStatus.PREVENTED, False)],
    [(DisputeStatus.NEEDS_RESPONSE, False), (DisputeStatus.UNDER_REVIEW, False), (DisputeStatus.LOST, False)],
    [(DisputeStatus.LOST, False), (DisputeStatus.APPEAL_UNDER_REVIEW, True), (DisputeStatus.LOST, True)],
    [(DisputeStatus.LOST, False), (DisputeStatus.APPEAL_NEEDS_RESPONSE, True), (DisputeStatus.WON, True)],
    [(DisputeStatus.UNDER_REVIEW, False), (DisputeStatus.WON, False)],
]
METHODS = [
    MethodFact(payment_intent_id=ORDER.intent.id, charge_id=fact_builders.charge_id_of(ORDER), paid_with=paid_with)
    for paid_with in (fact_builders.card(), PaidWith(type="klarna"), PaidWith(type="unknown"), PaidWith(type="card"))
]


@st.composite
def stories(draw: st.DrawFn) -> list[OrderFact]:
    """All that Stripe tells of one payment, as it happened."""
    story: list[OrderFact] = []
    for number in range(draw(st.integers(0, 2))):
        failure = fact_builders.failed_attempt(number)
        if draw(st.booleans()):
            story.append(fact_builders.payment_fact(ORDER, PaymentState.PROCESSING, charge_id=failure.id))
        story.append(fact_builders.payment_fact(ORDER, PaymentState.FAILED, failure=failure))
    story += draw(
        st.lists(st.sampled_from([_open(PaymentState.REQUIRES_ACTION), _open(PaymentState.PENDING)]), max_size=1)
    )
    if not draw(st.booleans()):
        return [*story, fact_builders.payment_fact(ORDER, PaymentState.CANCELED, cancellation_reason="abandoned")]
    if draw(st.booleans()):
        story.append(fact_builders.payment_fact(ORDER, PaymentState.CANCELED, cancellation_reason="abandoned"))
    matching = draw(st.booleans())
    received = ORDER.total if matching else ORDER.total - 1
    by_hand = not matching and draw(st.booleans())
    if by_hand:
        story.append(fact_builders.payment_fact(ORDER, PaymentState.UNCAPTURED, manual_capture=True))
    paid_with = draw(st.sampled_from([None, fact_builders.card(), PaidWith(type="unknown"), PaidWith(type="klarna")]))
    story.append(
        fact_builders.payment_fact(ORDER, amount_received=received, manual_capture=by_hand, paid_with=paid_with)
    )
    story += draw(st.lists(st.sampled_from(METHODS), max_size=2)) if not by_hand else []
    for number, course in enumerate(draw(st.lists(st.sampled_from(REFUND_COURSES), max_size=2))):
        names = {"refund_id": OURS} if number == 0 and draw(st.booleans()) else {}
        story += [
            fact_builders.refund_fact(ORDER, 833 + number, status, stripe_refund_id=f"re_{number}", **names)
            for status in course
        ]
    for number, turns in enumerate(draw(st.lists(st.sampled_from(DISPUTE_COURSES), max_size=2))):
        story += [
            fact_builders.dispute_fact(ORDER, status, dispute_id=f"du_{number}", appealed=appealed)
            for status, appealed in turns
        ]
    if draw(st.booleans()):
        story.append(fact_builders.warning_fact(ORDER))
    for closed_reason in draw(st.sampled_from([(), (None,), (None, "approved"), (None, "refunded")])):
        story.append(fact_builders.review_fact(ORDER, closed_reason))
    return story


def _open(state: PaymentState) -> PaymentFact:
    return fact_builders.payment_fact(ORDER, state)


def end_of(order: Order) -> object:
    """All that must not depend on the order of arrival."""
    return {
        "paid": order.intent.is_paid,
        "canceled": order.intent.state is PaymentState.CANCELED,
        "captured": order.intent.captured,
        "paid_with": order.intent.paid_with,
        "failures": {failure.id for failure in order.intent.failures},
        "refunds": {
            (each.id, each.stripe_refund_id, each.amount, each.is_open, str(each.status) * (not each.is_open))
            for each in order.refunds
        },
        "disputes": {(each.id, each.status, each.amount, each.forbids_refunds) for each in order.disputes},
        "reviews": {(each.id, each.closed_reason) for each in order.reviews},
        "holds": {(hold.id, hold.reason, hold.cause_id, hold.is_open) for hold in order.holds},
        "status": order.status if order.intent.is_final else None,
        "payment": order.payment_status if order.intent.is_final else None,
        "refundable": order.refundable,
        "amounts": (order.amount_refunded, order.amount_reserved),
    }


def in_turn(order: Order, facts: Sequence[OrderFact]) -> Order:
    return builders.with_facts(order, *facts)


@given(story=stories(), ours=st.booleans(), data=st.data())
def test_any_order_and_any_repetition_of_the_same_facts_ends_the_same(
    story: list[OrderFact], ours: bool, data: st.DataObject
) -> None:
    start = WITH_A_REFUND_OF_OURS if ours else ORDER
    shuffled = data.draw(st.permutations(story))
    repeated = data.draw(st.lists(st.sampled_from(story), max_size=6))
    mixed = data.draw(st.permutations([*story, *repeated]))

    end = end_of(in_turn(start, story))

    assert end_of(in_turn(start, shuffled)) == end
    assert end_of(in_turn(start, mixed)) == end


@given(story=stories(), data=st.data())
def test_a_fact_that_was_just_applied_changes_nothing_and_records_nothing(
    story: list[OrderFact], data: st.DataObject
) -> None:
    order = ORDER
    for fact in data.draw(st.permutations(story)):
        order = builders.with_facts(order, fact)
        assert builders.with_facts(order, fact, at=when.after(60)) is order


@given(story=stories(), data=st.data())
def test_once_all_is_final_no_repeated_fact_changes_anything(story: list[OrderFact], data: st.DataObject) -> None:
    order = in_turn(ORDER, story)
    for fact in data.draw(st.lists(st.sampled_from(story), max_size=8)):
        again = builders.with_facts(order, fact, at=when.after(60))
        assert again is order or end_of(again) == end_of(order)
        assert len(again.changes) - len(order.changes) <= 1


@given(story=stories(), data=st.data())
def test_every_change_is_recorded_and_nothing_else_is(story: list[OrderFact], data: st.DataObject) -> None:
    order = ORDER
    repeated = data.draw(st.lists(st.sampled_from(story), max_size=6))
    for fact in data.draw(st.permutations([*story, *repeated])):
        after = builders.with_facts(order, fact)
        bare = replace(after, changes=order.changes, updated_at=order.updated_at)
        assert (len(after.changes) > len(order.changes)) == (bare != order)
        order = after


@given(story=stories(), data=st.data())
def test_a_paid_order_is_confirmed_on_hold_or_refunded_and_nothing_else(
    story: list[OrderFact], data: st.DataObject
) -> None:
    order = ORDER
    for fact in data.draw(st.permutations(story)):
        order = builders.with_facts(order, fact)
        assert not order.intent.is_paid or order.status in {"confirmed", "on_hold", "refunded"}
        assert order.refundable >= 0


@given(story=stories())
def test_a_closed_hold_never_opens_again_by_the_same_cause(story: list[OrderFact]) -> None:
    order = in_turn(ORDER, story)
    again = in_turn(order, list(reversed(story)))
    assert [hold.is_open for hold in again.holds] == [hold.is_open for hold in order.holds]


def test_a_fact_about_another_payment_is_refused_whatever_its_metadata_claims() -> None:
    other = PaymentIntentId("pi_another")
    for fact in (
        fact_builders.payment_fact(ORDER, payment_intent_id=other),
        fact_builders.refund_fact(ORDER, 833, refund_id=RefundId("rfd_1"), payment_intent_id=other),
        replace(fact_builders.refund_total_fact(WITH_A_REFUND_OF_OURS, 833), payment_intent_id=None),
        replace(fact_builders.dispute_fact(ORDER), payment_intent_id=other),
        replace(fact_builders.warning_fact(ORDER), payment_intent_id=other),
        replace(fact_builders.review_fact(ORDER), payment_intent_id=None),
    ):
        assert not belongs(ORDER, fact)
        with pytest.raises(FactOfAnotherOrder):
            apply_fact(ORDER, fact, builders.by())


def test_an_order_without_a_recorded_intent_recognises_it_by_amount_currency_and_customer() -> None:
    order = builders.checkout()
    fact = fact_builders.payment_fact(order)

    paid = apply_fact(order, fact, builders.by())

    assert paid.intent.id == fact.payment_intent_id
    assert [change.type for change in paid.changes][1:] == ["PaymentIntentCreated", "PaymentSucceeded"]
    for foreign in (
        replace(fact, order_id=OrderId("ord_another")),
        replace(fact, amount=fact.amount + 1),
        replace(fact, currency="eur"),
        replace(fact, customer_id=CustomerId("cus_another")),
    ):
        assert not belongs(order, foreign)
    assert not belongs(order, replace(fact_builders.dispute_fact(order), payment_intent_id=None))


def test_no_payment_belongs_to_an_order_whose_intent_was_never_asked_for() -> None:
    waiting = builders.shop_order()
    assert not belongs(waiting, fact_builders.payment_fact(waiting))
