"""Nothing half-done is left alone for good, and nothing finished is looked at for ever."""

from datetime import timedelta

from domain.attention import LEFT_ALONE, LONGEST_PAUSE, WATCHED_AFTER_REFUND, attention_at, watched_until
from domain.checkout import cancellation_requested
from domain.dispute import DisputeStatus
from domain.facts import PaymentState
from domain.intent import Closing
from domain.refund import RefundStatus
from domain.refunding import refund_outcome_lost, refund_sent_again, refunds_listed
from tests import builders

LATER = builders.by(at=builders.after(60))


def test_a_checkout_without_an_intent_is_looked_at_soon_and_one_with_an_intent_when_it_expires() -> None:
    started = builders.checkout()
    assert attention_at(started) == builders.AT + LEFT_ALONE
    assert attention_at(builders.asked(started)) == started.expires_at


def test_a_cancellation_under_way_is_looked_at_soon() -> None:
    closing = cancellation_requested(builders.asked(), Closing.REPLACED, LATER)
    assert attention_at(closing) == builders.after(60) + LEFT_ALONE


def test_a_payment_that_is_final_needs_nothing() -> None:
    paid = builders.paid()
    assert attention_at(paid) is None
    order = builders.asked()
    assert attention_at(builders.told(order, builders.payment_fact(order, PaymentState.CANCELED))) is None


def test_a_refund_without_an_answer_is_looked_at_after_its_last_send() -> None:
    reserved = builders.with_refund_reserved(builders.paid(), 833)
    refund = reserved.refunds[0]
    assert attention_at(reserved) == builders.AT + LEFT_ALONE
    lost = refund_outcome_lost(reserved, refund.id, LATER)
    soon = builders.by(at=builders.after(20))
    assert attention_at(refund_sent_again(lost, refund.id, soon)) == builders.after(20) + LEFT_ALONE
    assert attention_at(builders.told(reserved, builders.refund_fact(reserved, 833, refund_id=refund.id))) is None


def test_a_refund_that_stays_without_an_answer_is_looked_at_ever_more_seldom_but_every_hour() -> None:
    reserved = builders.with_refund_reserved(builders.paid(), 833)
    refund = reserved.refunds[0]
    lost = refund_outcome_lost(reserved, refund.id, LATER)
    again = refund_sent_again(lost, refund.id, LATER)
    assert attention_at(again) == builders.after(60) + timedelta(seconds=60)
    for hours in (2, 22):
        at = builders.after(hours * 3600)
        assert attention_at(refund_sent_again(again, refund.id, builders.by(at=at))) == at + LONGEST_PAUSE


def test_refunds_that_stripe_reports_beyond_ours_are_looked_at_once() -> None:
    paid = builders.paid()
    told = builders.told(paid, builders.refund_total_fact(paid, 833), at=builders.after(60))
    assert attention_at(told) == builders.after(60)
    found = builders.told(told, builders.refund_fact(paid, 833), at=builders.after(60))
    assert attention_at(found) == builders.after(60)
    assert attention_at(refunds_listed(found, found.intent.reported_refunded or 0, LATER)) is None


def test_what_is_not_final_is_watched_for_ever() -> None:
    paid = builders.paid()
    assert watched_until(builders.asked()) is None
    assert watched_until(builders.told(paid, builders.dispute_fact(paid))) is None
    assert watched_until(builders.told(paid, builders.review_fact(paid))) is None
    assert watched_until(builders.told(paid, builders.refund_fact(paid, 833, RefundStatus.PENDING))) is None


def test_what_is_final_is_watched_as_long_as_a_refund_may_still_fail() -> None:
    paid = builders.paid(at=builders.after(60))
    assert watched_until(paid) == builders.after(60)
    settled = builders.told(
        paid,
        builders.dispute_fact(paid, DisputeStatus.LOST),
        builders.review_fact(paid, "approved"),
        builders.refund_fact(paid, 833),
        builders.refund_fact(paid, 1, created_at=builders.after(days=1)),
    )
    assert watched_until(settled) == builders.after(days=1) + WATCHED_AFTER_REFUND
