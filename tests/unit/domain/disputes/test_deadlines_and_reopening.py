"""A dispute's deadline, and a dispute that is reported again after it ended."""

from datetime import timedelta

import pytest

from domain.disputes.apply_dispute import is_contradicted, remind_of_disputes
from domain.disputes.dispute import DisputeStatus
from domain.orders.due import due_at
from domain.orders.history import EntryType
from domain.orders.order import Order, OrderStatus
from domain.orders.release_hold import release_hold
from tests import builders, fact_builders, when

S = DisputeStatus
DUE_BY = when.after(days=9)


def types(order: Order) -> list[EntryType]:
    return [change.type for change in order.changes]


@pytest.fixture
def paid() -> Order:
    return builders.paid()


def test_nothing_is_refundable_while_a_dispute_forbids_refunds(paid: Order) -> None:
    disputed = builders.with_facts(paid, fact_builders.dispute_fact(paid))
    assert disputed.refundable == 0
    won = builders.with_facts(disputed, fact_builders.dispute_fact(paid, S.WON))
    assert won.refundable == 1299
    refundable = builders.with_facts(paid, fact_builders.dispute_fact(paid, refundable=True))
    assert refundable.refundable == 1299


def test_a_read_by_id_wins_over_any_rank_and_an_earlier_read_does_not(paid: Order) -> None:
    closed = builders.with_facts(paid, fact_builders.dispute_fact(paid, S.WARNING_CLOSED))
    escalated = fact_builders.dispute_fact(paid, S.NEEDS_RESPONSE, read_at=when.after(60))
    reopened = builders.with_facts(closed, escalated)
    assert (reopened.disputes[0].status, reopened.status) == (S.NEEDS_RESPONSE, OrderStatus.ON_HOLD)
    assert types(reopened)[-1] is EntryType.DISPUTE_OPENED
    earlier = fact_builders.dispute_fact(paid, S.WARNING_CLOSED, read_at=when.after(30))
    assert builders.with_facts(reopened, earlier) == reopened
    lost = fact_builders.dispute_fact(paid, S.LOST, read_at=when.after(90))
    assert builders.with_facts(reopened, lost).disputes[0].is_lost


def test_a_read_that_finds_nothing_new_changes_nothing(paid: Order) -> None:
    disputed = builders.with_facts(paid, fact_builders.dispute_fact(paid))
    assert builders.with_facts(disputed, fact_builders.dispute_fact(paid, read_at=when.after(60))) == disputed


def test_a_hold_that_an_operator_released_stays_released_when_its_dispute_is_opened_again(paid: Order) -> None:
    lost = builders.with_facts(paid, fact_builders.dispute_fact(paid, S.LOST))
    released = release_hold(lost, lost.holds[0].id, None, builders.by("admin:boss"))
    won = builders.with_facts(released, fact_builders.dispute_fact(paid, S.WON))
    reopened = builders.with_facts(won, fact_builders.dispute_fact(paid, read_at=when.after(60)))
    assert reopened.disputes[0].is_open
    assert not any(hold.is_open for hold in reopened.holds)


def test_only_a_report_of_another_status_that_rank_can_not_place_asks_for_a_read(paid: Order) -> None:
    closed = builders.with_facts(paid, fact_builders.dispute_fact(paid, S.WARNING_CLOSED))
    assert is_contradicted(closed, fact_builders.dispute_fact(paid))
    assert not is_contradicted(closed, fact_builders.dispute_fact(paid, S.WARNING_CLOSED))
    assert not is_contradicted(closed, fact_builders.dispute_fact(paid, S.WON))
    assert is_contradicted(closed, fact_builders.dispute_fact(paid, read_at=when.after(60))), "an event may be later"
    assert not is_contradicted(closed, fact_builders.dispute_fact(paid, S.WARNING_CLOSED, read_at=when.after(60)))
    assert not is_contradicted(paid, fact_builders.dispute_fact(paid))
    escalated = builders.with_facts(paid, fact_builders.dispute_fact(paid))
    assert is_contradicted(escalated, fact_builders.dispute_fact(paid, S.WARNING_CLOSED)), (
        "the inquiry was closed before"
    )
    inquiry = builders.with_facts(paid, fact_builders.dispute_fact(paid, S.WARNING_UNDER_REVIEW))
    assert not is_contradicted(inquiry, fact_builders.dispute_fact(paid, S.WARNING_CLOSED))
    reopened = builders.with_facts(closed, fact_builders.dispute_fact(paid, read_at=when.after(60)))
    assert is_contradicted(reopened, fact_builders.dispute_fact(paid, S.WON)), "the event may be older than the read"


def test_the_operator_is_reminded_three_days_and_one_day_before_the_deadline(paid: Order) -> None:
    order = builders.with_facts(paid, fact_builders.dispute_fact(paid, due_by=DUE_BY))
    assert order.disputes[0].due_by == DUE_BY
    known = len(order.changes)
    for hours in (72, 24):
        moment = DUE_BY - timedelta(hours=hours)
        assert due_at(order) == moment
        early = builders.by(at=moment - timedelta(milliseconds=1))
        assert remind_of_disputes(order, early) is order
        order = remind_of_disputes(order, builders.by(at=moment))
    assert types(order)[known:] == [EntryType.DISPUTE_DEADLINE_NEAR] * 2
    assert due_at(order) is None
    assert remind_of_disputes(order, builders.by(at=DUE_BY)) is order


def test_a_dispute_that_is_answered_or_has_no_deadline_reminds_of_nothing(paid: Order) -> None:
    answered = fact_builders.dispute_fact(paid, S.UNDER_REVIEW, due_by=DUE_BY)
    for fact in (answered, fact_builders.dispute_fact(paid)):
        order = builders.with_facts(paid, fact)
        assert order.disputes[0].next_reminder_at is None
        assert remind_of_disputes(order, builders.by(at=DUE_BY)) is order


def test_a_dispute_that_is_first_known_near_its_deadline_is_not_reminded_of_at_once(paid: Order) -> None:
    late = DUE_BY - timedelta(hours=30)
    order = builders.with_facts(paid, fact_builders.dispute_fact(paid, due_by=DUE_BY), at=late)
    assert due_at(order) == DUE_BY - timedelta(hours=24)


def test_a_worker_that_comes_after_the_deadline_says_that_it_passed(paid: Order) -> None:
    order = builders.with_facts(paid, fact_builders.dispute_fact(paid, due_by=DUE_BY))
    order = remind_of_disputes(order, builders.by(at=DUE_BY))
    assert types(order)[-1] is EntryType.DISPUTE_DEADLINE_PASSED
    assert due_at(order) is None


def test_a_later_deadline_is_reminded_of_again(paid: Order) -> None:
    order = builders.with_facts(paid, fact_builders.dispute_fact(paid, due_by=DUE_BY))
    order = remind_of_disputes(order, builders.by(at=DUE_BY - timedelta(hours=72)))
    later = DUE_BY + timedelta(days=7)
    extended = builders.with_facts(order, fact_builders.dispute_fact(paid, due_by=later), at=DUE_BY)
    assert due_at(extended) == later - timedelta(hours=72)
    same = builders.with_facts(order, fact_builders.dispute_fact(paid, S.UNDER_REVIEW, due_by=DUE_BY))
    assert same.disputes[0].reminded_hours == 72


def test_a_fact_without_an_intent_is_the_orders_whose_charge_it_names(paid: Order) -> None:
    by_charge = fact_builders.dispute_fact(paid, payment_intent_id=None)
    assert builders.with_facts(paid, by_charge).status is OrderStatus.ON_HOLD


def test_what_lost_disputes_took_is_counted_in_the_orders_own_currency(paid: Order) -> None:
    lost = builders.with_facts(paid, fact_builders.dispute_fact(paid, S.LOST))
    assert lost.amount_lost == 1299
    in_euro = builders.with_facts(paid, fact_builders.dispute_fact(paid, S.LOST, currency="eur"))
    assert in_euro.amount_lost == 0
    assert builders.with_facts(paid, fact_builders.dispute_fact(paid)).amount_lost == 0
