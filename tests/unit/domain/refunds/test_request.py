"""What comes of a refund's request: answered, turned away, refused, lost or overdue."""

from datetime import timedelta

from domain.identifiers.types import RefundId
from domain.orders.history import EntryType
from domain.orders.order import Order
from domain.refunds.refund import RefundStatus, RequestState
from domain.refunds.request import (
    KEY_KEPT,
    OVERDUE_AFTER,
    SENDABLE_FOR,
    is_never_executed,
    may_be_sent,
    refund_not_executed,
    refund_outcome_lost,
    refund_overdue,
    refund_refused,
    refund_sent_again,
)
from tests import builders, fact_builders, when
from tests.unit.domain.refunds.reserving import BY, FIRST, refund_of, state_of


def test_a_request_turned_away_stays_reserved_and_may_be_sent_as_if_for_the_first_time(reserved: Order) -> None:
    turned_away = refund_not_executed(reserved, FIRST, "rate_limit", BY)
    assert state_of(turned_away) is RequestState.NOT_EXECUTED
    assert turned_away.amount_reserved == 833
    assert turned_away.changes[-1].data["code"] == "rate_limit"
    sent = refund_sent_again(turned_away, FIRST, builders.by(at=when.after(60)))
    assert state_of(sent) is RequestState.IN_FLIGHT
    request = refund_of(sent).request
    assert (request.sent_at, request.first_sent_at) == (when.after(60), when.AT)


def test_a_request_whose_answer_was_lost_stays_unknown_however_often_it_is_sent(reserved: Order) -> None:
    lost = refund_outcome_lost(reserved, FIRST, BY)
    assert refund_outcome_lost(lost, FIRST, BY) is lost
    again = refund_sent_again(lost, FIRST, builders.by(at=when.after(60)))
    assert state_of(again) is RequestState.UNKNOWN
    assert refund_sent_again(again, FIRST, builders.by(at=when.after(60))) is again, "in the same moment"
    assert refund_not_executed(again, FIRST, "rate_limit", BY) is again, "an earlier send may have been executed"


def test_a_refused_refund_gives_its_reserve_back_and_stays_refused(reserved: Order) -> None:
    refused = refund_refused(reserved, FIRST, "charge_disputed", BY)
    refund = refund_of(refused)
    assert (refund.status, refund.failure_reason, state_of(refused)) == (
        RefundStatus.FAILED,
        "charge_disputed",
        RequestState.ANSWERED,
    )
    assert refused.refundable == 1299
    for later in (
        refund_refused(refused, FIRST, "again", BY),
        refund_not_executed(refused, FIRST, "rate_limit", BY),
        refund_outcome_lost(refused, FIRST, BY),
        refund_sent_again(refused, FIRST, BY),
        refund_overdue(refused, FIRST, builders.by(at=when.after(days=2))),
    ):
        assert later is refused


def test_a_request_that_was_answered_while_it_was_thought_unsent_is_left_as_it_is(reserved: Order) -> None:
    answered = builders.with_facts(reserved, fact_builders.refund_fact(reserved, 833, refund_id=FIRST))
    in_flight = answered.with_refund(refund_of(answered).with_state(RequestState.IN_FLIGHT))
    assert refund_not_executed(in_flight, FIRST, "rate_limit", BY) is in_flight


def test_nothing_is_recorded_of_a_refund_that_was_made_at_stripe_or_is_not_there(paid: Order) -> None:
    found = builders.with_facts(
        paid, fact_builders.refund_fact(paid, 833, RefundStatus.PENDING, stripe_refund_id="re_1")
    )
    for order, refund_id in ((paid, FIRST), (found, RefundId("re_1"))):
        assert refund_not_executed(order, refund_id, "rate_limit", BY) is order
        assert refund_outcome_lost(order, refund_id, BY) is order
        assert refund_sent_again(order, refund_id, BY) is order
        assert refund_refused(order, refund_id, "no", BY) is order
        assert refund_overdue(order, refund_id, builders.by(at=when.after(days=2))) is order


def test_an_unknown_outcome_is_overdue_once_and_only_after_an_hour(reserved: Order) -> None:
    early = builders.by(at=when.AT + OVERDUE_AFTER - timedelta(milliseconds=1))
    assert refund_overdue(reserved, FIRST, early) is reserved
    overdue = refund_overdue(reserved, FIRST, builders.by(at=when.AT + OVERDUE_AFTER))
    assert overdue.changes[-1].type is EntryType.REFUND_OUTCOME_OVERDUE
    assert refund_overdue(overdue, FIRST, builders.by(at=when.after(days=2))) is overdue


def test_a_key_is_used_only_while_stripe_surely_keeps_it(reserved: Order) -> None:
    refund = refund_of(reserved)
    assert may_be_sent(refund, when.AT + SENDABLE_FOR - timedelta(milliseconds=1))
    assert not may_be_sent(refund, when.AT + SENDABLE_FOR)
    assert not is_never_executed(refund, when.AT + KEY_KEPT)
    assert is_never_executed(refund, when.AT + KEY_KEPT + timedelta(milliseconds=1))
    answered = refund_of(refund_refused(reserved, FIRST, "no", BY))
    assert not may_be_sent(answered, when.AT)
    assert not is_never_executed(answered, when.after(days=3))
