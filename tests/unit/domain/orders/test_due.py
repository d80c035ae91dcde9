"""Nothing half-done is left alone for good, and nothing finished is looked at for ever."""

from datetime import timedelta

from domain.disputes.dispute import DisputeStatus
from domain.facts.payment import PaymentState
from domain.orders.due import GRACE_PERIOD, LONGEST_PAUSE, WATCHED_AFTER_REFUND, due_at, watched_until
from domain.payments.checkout import cancellation_requested
from domain.payments.intent import Closing
from domain.refunds.refund import RefundStatus
from domain.refunds.request import refund_outcome_lost, refund_sent_again, refunds_listed
from tests import builders, fact_builders, when

LATER = builders.by(at=when.after(60))


def test_a_checkout_without_an_intent_is_looked_at_soon_and_one_with_an_intent_when_it_expires() -> None:
    started = builders.checkout()
    assert due_at(started) == when.AT + GRACE_PERIOD
    assert due_at(builders.asked(started)) == started.expires_at


def test_a_checkout_that_waits_for_its_shopper_is_looked_at_when_it_expires() -> None:
    waiting = builders.shop_order()
    assert due_at(waiting) == waiting.expires_at


def test_a_cancellation_under_way_is_looked_at_soon() -> None:
    closing = cancellation_requested(builders.asked(), Closing.REPLACED, LATER)
    assert due_at(closing) == when.after(60) + GRACE_PERIOD


def test_a_payment_that_is_final_needs_nothing() -> None:
    paid = builders.paid()
    assert due_at(paid) is None
    order = builders.asked()
    assert due_at(builders.with_facts(order, fact_builders.payment_fact(order, PaymentState.CANCELED))) is None


def test_a_refund_without_an_answer_is_looked_at_after_its_last_send() -> None:
    reserved = builders.with_refund_reserved(builders.paid(), 833)
    refund = reserved.refunds[0]
    assert due_at(reserved) == when.AT + GRACE_PERIOD
    lost = refund_outcome_lost(reserved, refund.id, LATER)
    soon = builders.by(at=when.after(20))
    assert due_at(refund_sent_again(lost, refund.id, soon)) == when.after(20) + GRACE_PERIOD
    assert due_at(builders.with_facts(reserved, fact_builders.refund_fact(reserved, 833, refund_id=refund.id))) is None


def test_a_refund_that_stays_without_an_answer_is_looked_at_ever_more_seldom_but_every_hour() -> None:
    reserved = builders.with_refund_reserved(builders.paid(), 833)
    refund = reserved.refunds[0]
    lost = refund_outcome_lost(reserved, refund.id, LATER)
    again = refund_sent_again(lost, refund.id, LATER)
    assert due_at(again) == when.after(60) + timedelta(seconds=60)
    for hours in (2, 22):
        at = when.after(hours * 3600)
        assert due_at(refund_sent_again(again, refund.id, builders.by(at=at))) == at + LONGEST_PAUSE


def test_refunds_that_stripe_reports_beyond_ours_are_looked_at_once() -> None:
    paid = builders.paid()
    reported = builders.with_facts(paid, fact_builders.refund_total_fact(paid, 833), at=when.after(60))
    assert due_at(reported) == when.after(60)
    found = builders.with_facts(reported, fact_builders.refund_fact(paid, 833), at=when.after(60))
    assert due_at(found) == when.after(60)
    assert due_at(refunds_listed(found, found.intent.reported_refunded or 0, LATER)) is None


def test_what_is_not_final_is_watched_for_ever() -> None:
    paid = builders.paid()
    assert watched_until(builders.asked()) is None
    assert watched_until(builders.with_facts(paid, fact_builders.dispute_fact(paid))) is None
    assert watched_until(builders.with_facts(paid, fact_builders.review_fact(paid))) is None
    assert watched_until(builders.with_facts(paid, fact_builders.refund_fact(paid, 833, RefundStatus.PENDING))) is None


def test_what_is_final_is_watched_as_long_as_a_refund_may_still_fail() -> None:
    paid = builders.paid(at=when.after(60))
    assert watched_until(paid) == when.after(60)
    settled = builders.with_facts(
        paid,
        fact_builders.dispute_fact(paid, DisputeStatus.LOST),
        fact_builders.review_fact(paid, "approved"),
        fact_builders.refund_fact(paid, 833),
        fact_builders.refund_fact(paid, 1, created_at=when.after(days=1)),
    )
    assert watched_until(settled) == when.after(days=1) + WATCHED_AFTER_REFUND
