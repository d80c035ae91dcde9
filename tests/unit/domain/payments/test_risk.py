"""A charge of raised risk holds its order, and a held order is confirmed only when its last hold ends."""

from dataclasses import replace

import pytest

from domain.disputes.dispute import DisputeStatus
from domain.facts.payment import MethodFact, PaymentState
from domain.orders.due import GRACE_PERIOD, due_at
from domain.orders.history import Entry, EntryType, chained
from domain.orders.holds import HoldReason
from domain.orders.notices import OperatorNotice, ShopperNotice, operator_notice, shopper_notice
from domain.orders.order import Order, OrderStatus
from domain.orders.release_hold import release_hold
from domain.orders.shop_event import ShopEventType, shop_event
from domain.payments.intent import CaptureMethod
from domain.payments.risk_level import RiskHolds, RiskLevel
from tests import builders, fact_builders


@pytest.fixture
def order() -> Order:
    return builders.asked()


def entries(order: Order) -> tuple[Entry, ...]:
    return chained(order.id, order.head, order.changes, builders.AUDIT_SECRET)


def mails(order: Order) -> list[ShopperNotice | None]:
    return [notice for entry in entries(order) if (notice := shopper_notice(entry)) is not None]


def events(order: Order) -> list[ShopEventType]:
    return [event for entry in entries(order) if (event := shop_event(entry)) is not None]


def charged(order: Order, level: RiskLevel | None) -> Order:
    fact = MethodFact(
        payment_intent_id=order.intent.id,
        charge_id=fact_builders.charge_id_of(order),
        paid_with=fact_builders.card(),
        risk_level=level,
    )
    return builders.with_facts(order, fact)


def paid(order: Order, level: RiskLevel | None = RiskLevel.NORMAL) -> Order:
    return builders.with_facts(order, fact_builders.payment_fact(order, risk_level=level))


@pytest.mark.parametrize(
    ("setting", "held"),
    [
        (RiskHolds.NONE, []),
        (RiskHolds.HIGHEST, [RiskLevel.HIGHEST]),
        (RiskHolds.ELEVATED, [RiskLevel.ELEVATED, RiskLevel.HIGHEST]),
    ],
)
def test_the_setting_says_from_which_level_on_an_order_is_held(
    order: Order, setting: RiskHolds, held: list[RiskLevel]
) -> None:
    order = replace(order, risk_holds=setting)
    statuses = {level: paid(order, level).status for level in RiskLevel}
    assert [level for level, status in statuses.items() if status is OrderStatus.ON_HOLD] == held


def test_a_risk_holds_once_whether_the_charge_or_the_payment_reports_it(order: Order) -> None:
    for held in (
        charged(paid(charged(order, RiskLevel.ELEVATED), RiskLevel.ELEVATED), RiskLevel.ELEVATED),
        charged(paid(order, None), RiskLevel.ELEVATED),
    ):
        assert [hold.reason for hold in held.holds] == [HoldReason.RISK]
        assert held.intent.risk_level is RiskLevel.ELEVATED
        assert [change.type for change in held.changes].count(EntryType.RISK_HELD) == 1
    alerts = [operator_notice(entry) for entry in entries(paid(order, RiskLevel.HIGHEST))]
    assert OperatorNotice.RISK in alerts


@pytest.mark.parametrize("level", [RiskLevel.NORMAL, RiskLevel.ELEVATED])
def test_nobody_hears_of_a_paid_order_before_its_risk_is_known(order: Order, level: RiskLevel) -> None:
    unread = paid(order, None)
    assert (unread.status, unread.awaits_risk, mails(unread), events(unread)) == (OrderStatus.CONFIRMED, True, [], [])
    assert due_at(unread) == unread.updated_at + GRACE_PERIOD
    assert not paid(replace(order, risk_holds=RiskHolds.NONE), None).awaits_risk

    for known in (charged(unread, level), paid(unread, level), paid(charged(order, level), None)):
        is_normal = level is RiskLevel.NORMAL
        assert known.intent.risk_level is level
        assert mails(known) == ([ShopperNotice.CONFIRMED] if is_normal else [])
        assert events(known) == [ShopEventType.ORDER_CONFIRMED if is_normal else ShopEventType.ORDER_HELD] * len(
            events(known)
        )
        assert events(known)
        assert due_at(known) is None
        assert mails(charged(known, level)) == mails(known)


def test_an_authorization_is_confirmed_once_its_risk_is_known_even_after_the_capture(order: Order) -> None:
    order = replace(order, capture_method=CaptureMethod.MANUAL)
    held = {"manual_capture": True, "charge_id": fact_builders.charge_id_of(order), "risk_level": None}
    state = PaymentState.UNCAPTURED
    authorized = builders.with_facts(
        order, fact_builders.payment_fact(order, state, amount_capturable=order.total, **held)
    )
    assert (mails(authorized), events(authorized)) == ([], [ShopEventType.PAYMENT_AUTHORIZED])
    captured = builders.with_facts(authorized, fact_builders.payment_fact(order, **held))
    assert mails(captured) == []
    assert mails(charged(captured, RiskLevel.NORMAL)) == [ShopperNotice.CONFIRMED]


def test_a_hold_that_ends_before_the_risk_is_known_confirms_nothing(order: Order) -> None:
    held = paid(builders.with_facts(order, fact_builders.review_fact(order)), None)
    approved = builders.with_facts(held, fact_builders.review_fact(order, "approved"))
    assert mails(approved) == []
    assert mails(charged(approved, RiskLevel.NORMAL)) == [ShopperNotice.CONFIRMED]


def test_a_failed_or_open_attempt_of_raised_risk_holds_nothing(order: Order) -> None:
    open_attempt = fact_builders.payment_fact(
        order, PaymentState.PROCESSING, charge_id=fact_builders.charge_id_of(order), risk_level=RiskLevel.HIGHEST
    )
    assert builders.with_facts(order, open_attempt).holds == ()


def test_a_held_order_is_confirmed_to_its_shopper_by_the_release(order: Order) -> None:
    held = paid(order, RiskLevel.ELEVATED)
    assert held.confirmation_withheld
    assert mails(held) == []

    released = release_hold(held, held.holds[0].id, None, builders.by("admin:boss"))

    assert released.status is OrderStatus.CONFIRMED
    assert not released.confirmation_withheld
    assert mails(released) == [ShopperNotice.CONFIRMED]


def test_an_approved_review_or_a_dispute_that_ended_well_confirms_what_it_held(order: Order) -> None:
    for opened, ended in (
        (fact_builders.review_fact(order), fact_builders.review_fact(order, "approved")),
        (fact_builders.dispute_fact(order), fact_builders.dispute_fact(order, DisputeStatus.WON)),
    ):
        held = paid(builders.with_facts(order, opened))
        assert mails(held) == []
        assert mails(builders.with_facts(held, ended)) == [ShopperNotice.CONFIRMED]


def test_only_the_end_of_the_last_hold_confirms_and_only_once(order: Order) -> None:
    held = builders.with_facts(paid(order, RiskLevel.ELEVATED), fact_builders.review_fact(order))
    first = release_hold(held, held.holds[0].id, None, builders.by("admin:boss"))
    assert mails(first) == []
    second = release_hold(first, first.holds[1].id, None, builders.by("admin:boss"))
    assert mails(second) == [ShopperNotice.CONFIRMED]
    warned = builders.with_facts(second, fact_builders.warning_fact(order))
    again = release_hold(warned, warned.holds[2].id, None, builders.by("admin:boss"))
    assert mails(again) == [ShopperNotice.CONFIRMED]


def test_an_order_that_was_confirmed_before_it_was_held_is_not_confirmed_again(order: Order) -> None:
    held = builders.with_facts(paid(order), fact_builders.review_fact(order))
    released = release_hold(held, held.holds[0].id, None, builders.by("admin:boss"))
    assert mails(released) == [ShopperNotice.CONFIRMED]


def test_an_order_that_was_refunded_while_it_was_held_is_never_confirmed(order: Order) -> None:
    held = paid(order, RiskLevel.HIGHEST)
    refunded = builders.with_facts(held, fact_builders.refund_fact(held))
    released = release_hold(refunded, refunded.holds[0].id, None, builders.by("admin:boss"))
    assert mails(released) == [ShopperNotice.REFUNDED]
