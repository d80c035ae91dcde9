"""A refund is reserved before Stripe hears of it, and never beyond what is left."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.dispute import DisputeStatus
from domain.errors import (
    PaymentDisputed,
    PaymentNotCaptured,
    RefundExceedsPayment,
    RefundOutcomeUnknown,
    RuleBroken,
    TooManyRefunds,
    UnpayableAmount,
)
from domain.facts import PaymentState
from domain.history import EntryType
from domain.identifiers import RefundId
from domain.order import Order, OrderStatus, PaymentStatus
from domain.refund import Refund, RefundReason, RefundSource, RefundStatus, RequestState
from domain.refunding import (
    KEY_KEPT,
    MOST_REFUNDS,
    OVERDUE_AFTER,
    SENDABLE_FOR,
    is_never_executed,
    may_be_sent,
    refund_amount,
    refund_not_executed,
    refund_outcome_lost,
    refund_overdue,
    refund_refused,
    refund_sent_again,
    refunds_listed,
    reserve_refund,
)
from tests import builders, fact_builders, when

BY = builders.by()
FIRST, SECOND = RefundId("rfd_1"), RefundId("rfd_2")


def reserve(order: Order, amount: int, refund_id: RefundId = FIRST, *, despite_unknown: bool = False) -> Order:
    return reserve_refund(
        order,
        refund_id=refund_id,
        amount=amount,
        reason=RefundReason.DUPLICATE,
        note="a note",
        parameters=f"amount={amount}",
        despite_unknown=despite_unknown,
        by=builders.by("admin:boss"),
    )


@pytest.fixture
def paid() -> Order:
    return builders.paid()


@pytest.fixture
def reserved(paid: Order) -> Order:
    return reserve(paid, 833)


def refund_of(order: Order, refund_id: RefundId = FIRST) -> Refund:
    refund = order.refund_of(refund_id)
    assert refund is not None
    return refund


def state_of(order: Order) -> RequestState:
    request = refund_of(order).request
    assert request is not None
    return request.state


def test_without_an_amount_all_that_is_left_is_refunded(paid: Order) -> None:
    assert refund_amount(paid, None) == 1299
    assert refund_amount(reserve(paid, 833), None) == 466
    assert refund_amount(paid, 1) == 1


def test_a_reserve_is_pending_in_flight_and_holds_its_amount_back(reserved: Order) -> None:
    refund = refund_of(reserved)
    assert (refund.status, refund.source, refund.requested_by) == (
        RefundStatus.PENDING,
        RefundSource.TILL,
        "admin:boss",
    )
    assert (refund.note, refund.reason, refund.key) == ("a note", "duplicate", "till:refund:rfd_1")
    assert refund.request is not None
    assert refund.request.parameters == "amount=833"
    assert state_of(reserved) is RequestState.IN_FLIGHT
    assert refund.is_unsettled
    assert not refund.outcome_unknown
    assert (reserved.amount_reserved, reserved.amount_refunded, reserved.refundable) == (833, 0, 466)
    assert dict(reserved.changes[-1].data) == {"refundId": "rfd_1", "amount": 833, "reason": "duplicate"}


@pytest.mark.parametrize("state", [None, PaymentState.CANCELED, PaymentState.PROCESSING, PaymentState.UNCAPTURED])
def test_nothing_is_refunded_of_a_payment_that_was_not_captured(state: PaymentState | None) -> None:
    order = builders.asked()
    if state is not None:
        order = builders.told(order, fact_builders.payment_fact(order, state))
    with pytest.raises(PaymentNotCaptured):
        refund_amount(order, None)
    with pytest.raises(PaymentNotCaptured):
        reserve(order, 1)


@pytest.mark.parametrize(
    ("status", "refundable", "appealed", "forbidden"),
    [
        (DisputeStatus.NEEDS_RESPONSE, False, False, True),
        (DisputeStatus.NEEDS_RESPONSE, True, False, False),
        (DisputeStatus.WARNING_NEEDS_RESPONSE, True, False, False),
        (DisputeStatus.APPEAL_UNDER_REVIEW, False, True, True),
        (DisputeStatus.LOST, False, False, True),
        (DisputeStatus.LOST, True, False, True),
        (DisputeStatus.LOST, True, True, True),
        (DisputeStatus.WON, False, True, False),
        (DisputeStatus.WARNING_CLOSED, False, False, False),
        (DisputeStatus.PREVENTED, False, False, False),
    ],
)
def test_a_dispute_forbids_refunds_while_open_and_not_refundable_and_once_lost(
    paid: Order, status: DisputeStatus, refundable: bool, appealed: bool, forbidden: bool
) -> None:
    fact = fact_builders.dispute_fact(paid, status, dispute_id="du_1", refundable=refundable, appealed=appealed)
    disputed = builders.told(paid, fact)
    if forbidden:
        with pytest.raises(PaymentDisputed) as refused:
            refund_amount(disputed, None)
        assert refused.value.dispute_id == "du_1"
    else:
        assert refund_amount(disputed, None) == 1299


def test_a_warning_or_a_review_forbids_no_refund(paid: Order) -> None:
    held = builders.told(paid, fact_builders.warning_fact(paid), fact_builders.review_fact(paid))
    assert held.status is OrderStatus.ON_HOLD
    assert refund_amount(held, None) == 1299


def test_more_than_is_left_is_refused(paid: Order, reserved: Order) -> None:
    with pytest.raises(RefundExceedsPayment) as refused:
        refund_amount(paid, 1300)
    assert (refused.value.asked, refused.value.refundable) == (1300, 1299)
    with pytest.raises(RefundExceedsPayment):
        reserve(reserved, 467, SECOND)
    all_gone = reserve(reserved, 466, SECOND)
    for asked in (None, 1, 0):
        with pytest.raises(RefundExceedsPayment):
            refund_amount(all_gone, asked)


@pytest.mark.parametrize(("currency", "amount"), [("usd", 0), ("usd", -1), ("kwd", 1229)])
def test_an_amount_that_can_not_be_paid_is_refused(currency: str, amount: int) -> None:
    with pytest.raises(UnpayableAmount):
        refund_amount(builders.paid(builders.checkout(currency=currency)), amount)


def test_while_an_outcome_is_unknown_only_a_caller_with_a_key_may_ask_again(reserved: Order) -> None:
    lost = refund_outcome_lost(reserved, FIRST, BY)
    assert refund_of(lost).outcome_unknown
    with pytest.raises(RefundOutcomeUnknown) as refused:
        reserve(lost, 1, SECOND)
    assert refused.value.refund_id == FIRST
    assert reserve(lost, 1, SECOND, despite_unknown=True).amount_reserved == 834


def test_a_refund_merely_in_flight_blocks_nothing(reserved: Order) -> None:
    assert reserve(reserved, 466, SECOND).refundable == 0


def test_an_order_has_a_bounded_number_of_refunds(paid: Order) -> None:
    for number in range(MOST_REFUNDS):
        paid = reserve(paid, 1, RefundId(f"rfd_{number}"))
    with pytest.raises(TooManyRefunds):
        reserve(paid, 1, RefundId("rfd_one_more"))


def test_a_request_turned_away_stays_reserved_and_may_be_sent_as_if_for_the_first_time(reserved: Order) -> None:
    turned_away = refund_not_executed(reserved, FIRST, "rate_limit", BY)
    assert state_of(turned_away) is RequestState.NOT_EXECUTED
    assert turned_away.amount_reserved == 833
    assert turned_away.changes[-1].data["code"] == "rate_limit"
    sent = refund_sent_again(turned_away, FIRST, builders.by(at=when.after(60)))
    assert state_of(sent) is RequestState.IN_FLIGHT
    request = refund_of(sent).request
    assert request is not None
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
    answered = builders.told(reserved, fact_builders.refund_fact(reserved, 833, refund_id=FIRST))
    half_told = answered.with_refund(
        replace(refund_of(answered), request=replace(refund_of(reserved).request, state=RequestState.IN_FLIGHT))  # type: ignore[type-var]
    )
    assert refund_not_executed(half_told, FIRST, "rate_limit", BY) is half_told


def test_nothing_is_recorded_of_a_refund_that_was_made_at_stripe_or_is_not_there(paid: Order) -> None:
    found = builders.told(paid, fact_builders.refund_fact(paid, 833, RefundStatus.PENDING, stripe_refund_id="re_1"))
    for order, refund_id in ((paid, FIRST), (found, RefundId("re_1"))):
        assert refund_not_executed(order, refund_id, "rate_limit", BY) is order
        assert refund_outcome_lost(order, refund_id, BY) is order
        assert refund_sent_again(order, refund_id, BY) is order
        assert refund_refused(order, refund_id, "no", BY) is order
        assert refund_overdue(order, refund_id, builders.by(at=when.after(days=2))) is order


def test_an_unknown_outcome_is_told_once_and_only_after_an_hour(reserved: Order) -> None:
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


def test_a_charge_that_was_refunded_by_more_than_is_known_lowers_what_is_left(reserved: Order) -> None:
    told = builders.told(reserved, fact_builders.refund_total_fact(reserved, 1000))
    assert (told.unlisted_refunds, told.refundable) == (167, 299)
    assert builders.told(told, fact_builders.refund_total_fact(reserved, 999)) is told
    assert builders.told(reserved, fact_builders.refund_total_fact(reserved, 833)) is reserved

    found = builders.told(told, fact_builders.refund_fact(told, 167))
    assert (found.unlisted_refunds, found.refundable) == (0, 299)
    listed = refunds_listed(found, 1000, BY)
    assert listed.intent.reported_refunded is None
    assert refunds_listed(listed, 1000, BY) is listed


def test_a_total_that_was_reported_after_the_list_was_read_stays_due(reserved: Order) -> None:
    told = builders.told(reserved, fact_builders.refund_total_fact(reserved, 1000))
    more = builders.told(told, fact_builders.refund_total_fact(reserved, 1200))
    assert refunds_listed(more, 1000, BY) is more
    assert more.refundable == 99


def test_a_total_beyond_the_payment_leaves_nothing_and_never_less(paid: Order) -> None:
    assert builders.told(paid, fact_builders.refund_total_fact(paid, 5000)).refundable == 0


def test_stripes_word_on_our_refund_is_the_last_one(reserved: Order) -> None:
    pending = builders.told(reserved, fact_builders.refund_fact(reserved, 833, RefundStatus.PENDING, refund_id=FIRST))
    assert state_of(pending) is RequestState.ANSWERED
    assert refund_of(pending).is_open
    acting = builders.told(
        pending, fact_builders.refund_fact(reserved, 833, RefundStatus.REQUIRES_ACTION, refund_id=FIRST)
    )
    assert refund_of(acting).status is RefundStatus.REQUIRES_ACTION
    assert acting.amount_reserved == 833
    paid_out = builders.told(pending, fact_builders.refund_fact(reserved, 833, refund_id=FIRST))
    assert (paid_out.payment_status, paid_out.amount_refunded) == (PaymentStatus.PARTIALLY_REFUNDED, 833)
    assert (
        builders.told(paid_out, fact_builders.refund_fact(reserved, 833, RefundStatus.PENDING, refund_id=FIRST))
        is paid_out
    )
    bounced = builders.told(
        paid_out,
        fact_builders.refund_fact(reserved, 833, RefundStatus.FAILED, refund_id=FIRST, failure_reason="declined"),
    )
    assert (bounced.refundable, refund_of(bounced).failure_reason) == (1299, "declined")
    assert (
        builders.told(bounced, fact_builders.refund_fact(reserved, 833, RefundStatus.CANCELED, refund_id=FIRST))
        is bounced
    )


def test_a_refund_that_we_gave_up_yields_to_stripes_first_word(reserved: Order) -> None:
    given_up = refund_refused(reserved, FIRST, "never_executed", BY)
    after_all = builders.told(given_up, fact_builders.refund_fact(given_up, 833, refund_id=FIRST))
    assert refund_of(after_all).status is RefundStatus.SUCCEEDED
    assert refund_of(after_all).failure_reason is None
    assert after_all.refundable == 466


def test_a_refund_made_at_stripe_is_taken_in_even_beyond_what_is_left(reserved: Order) -> None:
    over = builders.told(reserved, fact_builders.refund_fact(reserved, 1299, stripe_refund_id="re_theirs"))
    theirs = refund_of(over, RefundId("re_theirs"))
    assert theirs.source is RefundSource.STRIPE
    assert not theirs.is_unsettled
    assert (over.refundable, over.amount_refunded, over.status) == (0, 1299, OrderStatus.REFUNDED)
    assert over.payment_status is PaymentStatus.REFUNDED


def test_a_second_refund_at_stripe_that_claims_our_id_is_another_one(reserved: Order) -> None:
    first = fact_builders.refund_fact(reserved, 833, refund_id=FIRST, stripe_refund_id="re_1")
    twice = builders.told(reserved, first, replace(first, stripe_refund_id="re_2"))  # type: ignore[arg-type]
    assert [refund.id for refund in twice.refunds] == [FIRST, "re_2"]
    foreign = builders.told(reserved, replace(first, order_id=None))
    assert [refund.id for refund in foreign.refunds] == [FIRST, "re_1"]


def test_a_reserve_of_ours_does_not_explain_what_others_gave_back() -> None:
    order = builders.paid()
    order = builders.told(order, fact_builders.refund_total_fact(order, 301))
    ours = reserve(order, 301)
    assert (order.refundable, ours.refundable, ours.unlisted_refunds) == (998, 697, 301)
    listed = refunds_listed(builders.told(ours, fact_builders.refund_fact(ours, 301)), 301, BY)
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
    ours = reserve(builders.told(order, fact_builders.refund_total_fact(order, 501)), 300)
    told = builders.told(ours, fact_builders.refund_total_fact(order, total))
    assert (ours.refundable, told.refundable) == (498, refundable - 1)
    assert builders.told(told, fact_builders.refund_total_fact(order, total)) is told
    assert builders.told(told, fact_builders.refund_total_fact(order, 500)) is told, "it came late"
    executed = builders.told(told, fact_builders.refund_fact(order, 300, refund_id=FIRST))
    assert executed.refundable == refundable - 1
    listed = refunds_listed(
        builders.told(executed, fact_builders.refund_fact(order, 501)), executed.intent.reported_refunded or 0, BY
    )
    assert (listed.refundable, listed.unlisted_refunds) == (498, 0)


@st.composite
def courses(draw: st.DrawFn) -> list[tuple[str, int, int]]:
    acts = st.sampled_from(
        [
            "reserve",
            "reserve anyway",
            "turned away",
            "lost",
            "again",
            "refused",
            "pending",
            "paid out",
            "failed",
            "at stripe",
            "total",
            "listed",
        ]
    )
    return draw(st.lists(st.tuples(acts, st.integers(0, 3), st.integers(-1, 1400)), max_size=25))


@given(courses())
def test_whatever_happens_nothing_is_ever_reserved_beyond_what_is_left(course: list[tuple[str, int, int]]) -> None:
    order = builders.paid()
    for step, (act, which, amount) in enumerate(course):
        ours = RefundId(f"rfd_{which}")
        if act.startswith("reserve"):
            left = order.intent.captured - order.amount_reserved - order.amount_refunded - order.unlisted_refunds
            try:
                after = reserve(order, amount, RefundId(f"rfd_{step}"), despite_unknown=act != "reserve")
            except RuleBroken:
                continue
            assert 0 < amount <= left
            assert after.amount_reserved == order.amount_reserved + amount
            assert after.refundable == left - amount
            order = after
        else:
            after = happened(order, act, ours, amount)
            bare = replace(after, changes=order.changes, updated_at=order.updated_at)
            assert (len(after.changes) > len(order.changes)) == (bare != order), "what is not recorded is never saved"
            order = after
        assert 0 <= order.refundable <= order.intent.captured
        assert order.amount_reserved == sum(refund.amount for refund in order.refunds if refund.is_open)


def happened(order: Order, act: str, ours: RefundId, amount: int) -> Order:
    statuses = {"pending": RefundStatus.PENDING, "paid out": RefundStatus.SUCCEEDED, "failed": RefundStatus.FAILED}
    if act in statuses:
        refund = order.refund_of(ours)
        told = refund.amount if refund else max(amount, 1)
        return builders.told(order, fact_builders.refund_fact(order, told, statuses[act], refund_id=ours))
    match act:
        case "turned away":
            return refund_not_executed(order, ours, "rate_limit", BY)
        case "lost":
            return refund_outcome_lost(order, ours, BY)
        case "again":
            return refund_sent_again(order, ours, BY)
        case "refused":
            return refund_refused(order, ours, "no", BY)
        case "at stripe":
            return builders.told(order, fact_builders.refund_fact(order, max(amount, 1)))
        case "total":
            return builders.told(order, fact_builders.refund_total_fact(order, max(amount, 0)))
        case _:
            return refunds_listed(order, order.intent.reported_refunded or 0, BY)
