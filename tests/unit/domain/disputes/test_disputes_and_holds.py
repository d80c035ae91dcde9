"""Disputes, warnings and reviews each hold the order by their own cause, once, whatever order the news come in."""

from dataclasses import replace
from itertools import pairwise, permutations

import pytest

from domain.disputes.dispute import Dispute, DisputeStatus
from domain.errors.orders import HoldNotFound, HoldNotReleasable
from domain.identifiers.types import DisputeId, HoldId
from domain.orders.history import EntryType
from domain.orders.holds import HoldReason
from domain.orders.order import Order, OrderStatus, PaymentStatus
from domain.orders.release_hold import release_hold
from domain.refunds.refund import RefundStatus
from tests import builders, fact_builders, when

S = DisputeStatus
RANKED = [(S.NEEDS_RESPONSE, False), (S.LOST, False), (S.APPEAL_UNDER_REVIEW, True), (S.LOST, True), (S.WON, True)]
ADMIN = builders.by("admin:boss", "request:release", when.after(3600))


def dispute(status: DisputeStatus, appealed: bool = False, **given: object) -> Dispute:
    known = Dispute(
        id=DisputeId("du_1"), status=status, amount=1299, reason="fraudulent", refundable=False, appealed=appealed
    )
    return replace(known, **given)  # type: ignore[arg-type]


@pytest.fixture
def paid() -> Order:
    return builders.paid()


def types(order: Order) -> list[str]:
    return [change.type for change in order.changes]


def test_open_yields_to_lost_to_appeal_to_lost_again_to_won() -> None:
    for earlier, later in pairwise(dispute(*each) for each in RANKED):
        assert earlier.later_of(later) is later
        assert later.later_of(earlier) is later


@pytest.mark.parametrize("ended", [S.WON, S.PREVENTED, S.WARNING_CLOSED])
def test_what_ended_well_outranks_every_loss(ended: DisputeStatus) -> None:
    for lost in (dispute(S.LOST), dispute(S.LOST, True), dispute(S.APPEAL_NEEDS_RESPONSE, True)):
        assert lost.later_of(dispute(ended)).status is ended
        assert dispute(ended).later_of(lost).status is ended


def test_of_two_accounts_of_one_state_the_same_one_holds_whichever_came_first() -> None:
    accounts = [
        dispute(S.NEEDS_RESPONSE, refundable=True),
        dispute(S.NEEDS_RESPONSE),
        dispute(S.NEEDS_RESPONSE, amount=1300),
        dispute(S.NEEDS_RESPONSE, reason="general"),
    ]
    ends = {
        first.later_of(second).later_of(third).later_of(fourth)
        for first, second, third, fourth in permutations(accounts)
    }
    assert ends == {accounts[2]}
    assert not accounts[2].refundable, "what forbids a refund is believed first"


@pytest.mark.parametrize("status", DisputeStatus)
def test_a_dispute_is_open_lost_or_ended_well(status: DisputeStatus) -> None:
    known = dispute(status)
    assert [known.is_open, known.is_lost, known.ended_well].count(True) == 1


@pytest.mark.parametrize("arrival", [*permutations(RANKED)][::7], ids=str)
def test_a_dispute_ends_the_same_in_whatever_order_its_events_arrive(
    paid: Order, arrival: tuple[tuple[DisputeStatus, bool], ...]
) -> None:
    order = builders.with_facts(
        paid, *(fact_builders.dispute_fact(paid, status, appealed=appealed) for status, appealed in arrival)
    )
    assert [each.status for each in order.disputes] == [S.WON]
    assert order.status is OrderStatus.CONFIRMED
    assert order.payment_status is PaymentStatus.SUCCEEDED
    assert [hold.is_open for hold in order.holds] == [False]


def test_an_open_or_a_lost_dispute_holds_the_order_and_each_change_is_recorded(paid: Order) -> None:
    opened = builders.with_facts(paid, fact_builders.dispute_fact(paid))
    assert (opened.status, opened.payment_status) == (OrderStatus.ON_HOLD, PaymentStatus.DISPUTED)
    updated = builders.with_facts(opened, fact_builders.dispute_fact(paid, S.UNDER_REVIEW))
    lost = builders.with_facts(updated, fact_builders.dispute_fact(paid, S.LOST))
    assert (lost.status, lost.payment_status) == (OrderStatus.ON_HOLD, PaymentStatus.DISPUTED)
    won = builders.with_facts(lost, fact_builders.dispute_fact(paid, S.WON))
    assert types(won)[-4:] == [
        EntryType.DISPUTE_OPENED,
        EntryType.DISPUTE_UPDATED,
        EntryType.DISPUTE_LOST,
        EntryType.DISPUTE_ENDED,
    ]
    assert won.holds[0].released_by == "stripe"


def test_two_disputes_hold_each_by_itself(paid: Order) -> None:
    both = builders.with_facts(
        paid, fact_builders.dispute_fact(paid, dispute_id="du_1"), fact_builders.dispute_fact(paid, dispute_id="du_2")
    )
    one_left = builders.with_facts(both, fact_builders.dispute_fact(paid, S.WON, dispute_id="du_1"))
    assert one_left.status is OrderStatus.ON_HOLD
    assert [hold.is_open for hold in one_left.holds] == [False, True]


def test_a_warning_holds_once(paid: Order) -> None:
    warned = builders.with_facts(paid, fact_builders.warning_fact(paid))
    assert warned.status is OrderStatus.ON_HOLD
    assert [hold.reason for hold in warned.holds] == [HoldReason.WARNING]
    assert builders.with_facts(warned, fact_builders.warning_fact(paid)) is warned


@pytest.mark.parametrize(
    ("closed_reason", "reported", "status"),
    [
        (None, EntryType.REVIEW_OPENED, OrderStatus.ON_HOLD),
        ("approved", EntryType.REVIEW_APPROVED, OrderStatus.CONFIRMED),
        ("refunded_as_fraud", EntryType.REVIEW_CLOSED, OrderStatus.ON_HOLD),
    ],
)
def test_a_review_holds_until_it_is_approved(
    paid: Order, closed_reason: str | None, reported: EntryType, status: OrderStatus
) -> None:
    reviewed = builders.with_facts(paid, fact_builders.review_fact(paid, closed_reason))
    assert (types(reviewed)[-1], reviewed.status) == (reported, status)
    late = builders.with_facts(reviewed, fact_builders.review_fact(paid))
    assert late is reviewed


def test_a_review_that_was_closed_stays_closed(paid: Order) -> None:
    closed = builders.with_facts(paid, fact_builders.review_fact(paid), fact_builders.review_fact(paid, "approved"))
    assert closed.status is OrderStatus.CONFIRMED
    assert builders.with_facts(closed, fact_builders.review_fact(paid, "refunded")) is closed


def test_a_person_releases_a_hold_and_the_same_cause_never_opens_it_again(paid: Order) -> None:
    warned = builders.with_facts(paid, fact_builders.warning_fact(paid))
    released = release_hold(warned, warned.holds[0].id, "known customer", ADMIN)
    hold = released.holds[0]
    assert (hold.released_at, hold.released_by, hold.note) == (when.after(3600), "admin:boss", "known customer")
    assert released.status is OrderStatus.CONFIRMED
    assert dict(released.changes[-1].data) == {"holdId": hold.id, "reason": "warning", "causeId": "issfr_1"}
    assert release_hold(released, hold.id, "again", ADMIN) is released
    assert builders.with_facts(released, fact_builders.warning_fact(paid)) is released
    assert released.with_hold(HoldReason.WARNING, "issfr_1", ADMIN) is released


def test_a_released_hold_is_not_released_again_by_its_causes_end(paid: Order) -> None:
    lost = builders.with_facts(paid, fact_builders.dispute_fact(paid, S.LOST))
    released = release_hold(lost, lost.holds[0].id, None, ADMIN)
    assert released.payment_status is PaymentStatus.DISPUTED
    won = builders.with_facts(released, fact_builders.dispute_fact(paid, S.WON))
    assert won.holds == released.holds


def test_a_hold_that_is_not_there_is_not_released(paid: Order) -> None:
    with pytest.raises(HoldNotFound):
        release_hold(paid, HoldId("hld_none"), None, ADMIN)


@pytest.mark.parametrize("status", [S.NEEDS_RESPONSE, S.APPEAL_UNDER_REVIEW])
def test_a_hold_is_not_released_while_its_dispute_is_open(paid: Order, status: DisputeStatus) -> None:
    disputed = builders.with_facts(paid, fact_builders.warning_fact(paid), fact_builders.dispute_fact(paid, status))
    warning, of_dispute = disputed.holds
    with pytest.raises(HoldNotReleasable) as refused:
        release_hold(disputed, of_dispute.id, None, ADMIN)
    assert (refused.value.hold_id, refused.value.why) == (of_dispute.id, "its dispute is still open")
    assert not release_hold(disputed, warning.id, None, ADMIN).holds[0].is_open


def test_a_mismatch_is_released_only_once_all_its_money_was_refunded() -> None:
    order = builders.asked()
    order = builders.with_facts(order, fact_builders.payment_fact(order, amount_received=1298))
    hold_id = order.holds[0].id
    for facts in (
        (),
        (fact_builders.refund_fact(order, 1297),),
        (fact_builders.refund_fact(order, 1298, RefundStatus.PENDING),),
    ):
        with pytest.raises(HoldNotReleasable):
            release_hold(builders.with_facts(order, *facts), hold_id, None, ADMIN)
    refunded = builders.with_facts(order, fact_builders.refund_fact(order, 1298))
    assert release_hold(refunded, hold_id, None, ADMIN).status is OrderStatus.REFUNDED


def test_lost_disputes_are_summed_in_the_orders_own_currency() -> None:
    order = builders.paid(builders.checkout())
    facts = (
        fact_builders.dispute_fact(order, DisputeStatus.LOST, dispute_id="du_1", amount=301, currency="usd"),
        fact_builders.dispute_fact(order, DisputeStatus.LOST, dispute_id="du_2", amount=299, currency="eur"),
        fact_builders.dispute_fact(order, DisputeStatus.NEEDS_RESPONSE, dispute_id="du_3", amount=1299),
    )
    assert builders.with_facts(order, *facts).amount_lost == 301
