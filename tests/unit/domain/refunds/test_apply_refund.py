"""What Stripe tells of refunds, of ours and of others, and what it leaves to give back."""

from dataclasses import replace

import pytest

from domain.errors.refunds import RefundExceedsPayment
from domain.identifiers.types import RefundId
from domain.orders.order import Order, OrderStatus, PaymentStatus
from domain.refunds.refund import RefundSource, RefundStatus, RequestState
from domain.refunds.request import refund_refused, refunds_listed
from tests import builders, fact_builders
from tests.unit.domain.refunds.reserving import BY, FIRST, refund_of, reserve, state_of


def test_a_charge_that_was_refunded_by_more_than_is_known_lowers_what_is_left(reserved: Order) -> None:
    reported = builders.with_facts(reserved, fact_builders.refund_total_fact(reserved, 1000))
    assert (reported.unlisted_refunds, reported.refundable) == (167, 299)
    assert builders.with_facts(reported, fact_builders.refund_total_fact(reserved, 999)) is reported
    assert builders.with_facts(reserved, fact_builders.refund_total_fact(reserved, 833)) is reserved

    found = builders.with_facts(reported, fact_builders.refund_fact(reported, 167))
    assert (found.unlisted_refunds, found.refundable) == (0, 299)
    listed = refunds_listed(found, 1000, BY)
    assert listed.intent.reported_refunded is None
    assert refunds_listed(listed, 1000, BY) is listed


def test_a_total_that_was_reported_after_the_list_was_read_stays_due(reserved: Order) -> None:
    reported = builders.with_facts(reserved, fact_builders.refund_total_fact(reserved, 1000))
    more = builders.with_facts(reported, fact_builders.refund_total_fact(reserved, 1200))
    assert refunds_listed(more, 1000, BY) is more
    assert more.refundable == 99


def test_a_total_beyond_the_payment_leaves_nothing_and_never_less(paid: Order) -> None:
    assert builders.with_facts(paid, fact_builders.refund_total_fact(paid, 5000)).refundable == 0


def test_stripes_word_on_our_refund_is_the_last_one(reserved: Order) -> None:
    pending = builders.with_facts(
        reserved, fact_builders.refund_fact(reserved, 833, RefundStatus.PENDING, refund_id=FIRST)
    )
    assert state_of(pending) is RequestState.ANSWERED
    assert refund_of(pending).is_open
    acting = builders.with_facts(
        pending, fact_builders.refund_fact(reserved, 833, RefundStatus.REQUIRES_ACTION, refund_id=FIRST)
    )
    assert refund_of(acting).status is RefundStatus.REQUIRES_ACTION
    assert acting.amount_reserved == 833
    paid_out = builders.with_facts(pending, fact_builders.refund_fact(reserved, 833, refund_id=FIRST))
    assert (paid_out.payment_status, paid_out.amount_refunded) == (PaymentStatus.PARTIALLY_REFUNDED, 833)
    assert (
        builders.with_facts(paid_out, fact_builders.refund_fact(reserved, 833, RefundStatus.PENDING, refund_id=FIRST))
        is paid_out
    )
    bounced = builders.with_facts(
        paid_out,
        fact_builders.refund_fact(reserved, 833, RefundStatus.FAILED, refund_id=FIRST, failure_reason="declined"),
    )
    assert (bounced.refundable, refund_of(bounced).failure_reason) == (1299, "declined")
    assert (
        builders.with_facts(bounced, fact_builders.refund_fact(reserved, 833, RefundStatus.CANCELED, refund_id=FIRST))
        is bounced
    )


def test_a_refund_that_we_gave_up_yields_to_stripes_first_word(reserved: Order) -> None:
    given_up = refund_refused(reserved, FIRST, "never_executed", BY)
    after_all = builders.with_facts(given_up, fact_builders.refund_fact(given_up, 833, refund_id=FIRST))
    assert refund_of(after_all).status is RefundStatus.SUCCEEDED
    assert refund_of(after_all).failure_reason is None
    assert after_all.refundable == 466


def test_a_refund_made_at_stripe_is_applied_even_beyond_what_is_left(reserved: Order) -> None:
    over = builders.with_facts(reserved, fact_builders.refund_fact(reserved, 1299, stripe_refund_id="re_theirs"))
    theirs = next(refund for refund in over.refunds if refund.id == "re_theirs")
    assert theirs.source is RefundSource.STRIPE
    assert theirs not in over.requested_refunds
    assert (over.refundable, over.amount_refunded, over.status) == (0, 1299, OrderStatus.REFUNDED)
    assert over.payment_status is PaymentStatus.REFUNDED


def test_a_second_refund_at_stripe_that_claims_our_id_is_another_one(reserved: Order) -> None:
    first = fact_builders.refund_fact(reserved, 833, refund_id=FIRST, stripe_refund_id="re_1")
    twice = builders.with_facts(reserved, first, replace(first, stripe_refund_id="re_2"))  # type: ignore[arg-type]
    assert [refund.id for refund in twice.refunds] == [FIRST, "re_2"]
    foreign = builders.with_facts(reserved, replace(first, order_id=None))
    assert [refund.id for refund in foreign.refunds] == [FIRST, "re_1"]


def test_a_reserve_of_ours_does_not_explain_what_others_gave_back() -> None:
    order = builders.paid()
    order = builders.with_facts(order, fact_builders.refund_total_fact(order, 301))
    ours = reserve(order, 301)
    assert (order.refundable, ours.refundable, ours.unlisted_refunds) == (998, 697, 301)
    listed = refunds_listed(builders.with_facts(ours, fact_builders.refund_fact(ours, 301)), 301, BY)
    assert (listed.refundable, listed.amount_refunded, listed.amount_reserved) == (697, 301, 301)
    with pytest.raises(RefundExceedsPayment):
        reserve(ours, 698, RefundId("rfd_more"))


@pytest.mark.parametrize(
    ("total", "refundable"),
    [
        (501, 499),  # known already
        (701, 299),  # 200 more of theirs: ours would have added 300
        (801, 499),  # ours
        (901, 399),  # ours and 100 more of theirs
    ],
)
def test_a_total_that_grew_by_less_than_our_reserve_counts_more_of_theirs(total: int, refundable: int) -> None:
    order = builders.paid()
    ours = reserve(builders.with_facts(order, fact_builders.refund_total_fact(order, 501)), 300)
    reported = builders.with_facts(ours, fact_builders.refund_total_fact(order, total))
    assert (ours.refundable, reported.refundable) == (498, refundable - 1)
    assert builders.with_facts(reported, fact_builders.refund_total_fact(order, total)) is reported
    assert builders.with_facts(reported, fact_builders.refund_total_fact(order, 500)) is reported, "it came late"
    executed = builders.with_facts(reported, fact_builders.refund_fact(order, 300, refund_id=FIRST))
    assert executed.refundable == refundable - 1
    listed = refunds_listed(
        builders.with_facts(executed, fact_builders.refund_fact(order, 501)), executed.intent.reported_refunded or 0, BY
    )
    assert (listed.refundable, listed.unlisted_refunds) == (498, 0)
