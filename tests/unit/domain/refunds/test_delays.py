"""Refunds that wait: operators are alerted once, and a refund that failed after all corrects what was promised."""

from datetime import timedelta

import pytest

from domain.orders.due import due_at
from domain.orders.history import EntryType, chained
from domain.orders.notices import OperatorNotice, ShopperNotice, operator_notice, shopper_notice
from domain.orders.order import Order
from domain.refunds.apply_refund import notify_delays
from domain.refunds.refund import DELAYED_AFTER, NO_FUNDS, RefundStatus
from tests import builders, fact_builders, when
from tests.unit.domain.refunds.reserving import FIRST

PENDING = RefundStatus.PENDING


def types(order: Order) -> list[EntryType]:
    return [change.type for change in order.changes]


@pytest.mark.parametrize(("status", "pending_reason"), [(PENDING, NO_FUNDS), (RefundStatus.REQUIRES_ACTION, None)])
def test_a_refund_that_waits_for_somebody_alerts_at_once_and_once(
    paid: Order, status: RefundStatus, pending_reason: str | None
) -> None:
    fact = fact_builders.refund_fact(paid, 833, status, stripe_refund_id="re_1", pending_reason=pending_reason)
    waiting = builders.with_facts(paid, fact)
    assert types(waiting)[-2:] == [EntryType.REFUND_OPENED, EntryType.REFUND_DELAYED]
    assert waiting.refunds[0].pending_reason == pending_reason
    assert builders.with_facts(waiting, fact) == waiting
    assert notify_delays(waiting, builders.by(at=when.after(days=9))) is waiting
    alert = chained(waiting.id, waiting.head, waiting.changes, builders.AUDIT_SECRET)[-1]
    assert operator_notice(alert) is OperatorNotice.REFUND_DELAYED


def test_a_refund_of_ours_that_turns_out_to_wait_for_money_alerts(reserved: Order) -> None:
    processing = builders.with_facts(
        reserved, fact_builders.refund_fact(reserved, 833, PENDING, refund_id=FIRST, pending_reason="processing")
    )
    assert types(processing)[-1] is EntryType.REFUND_OPENED
    waiting = builders.with_facts(
        processing, fact_builders.refund_fact(reserved, 833, PENDING, refund_id=FIRST, pending_reason=NO_FUNDS)
    )
    assert types(waiting)[-2:] == [EntryType.REFUND_UPDATED, EntryType.REFUND_DELAYED]


def test_a_refund_that_is_open_for_three_days_alerts_once(paid: Order) -> None:
    pending = builders.with_facts(paid, fact_builders.refund_fact(paid, 833, PENDING, pending_reason="processing"))
    moment = when.AT + DELAYED_AFTER
    assert due_at(pending) == moment
    assert notify_delays(pending, builders.by(at=moment - timedelta(milliseconds=1))) is pending
    delayed = notify_delays(pending, builders.by(at=moment))
    assert types(delayed)[-1] is EntryType.REFUND_DELAYED
    assert due_at(delayed) is None
    assert notify_delays(delayed, builders.by(at=when.after(days=30))) is delayed


def test_a_reference_that_comes_later_is_kept_and_sends_no_second_mail(paid: Order) -> None:
    fact = fact_builders.refund_fact(paid, 833, stripe_refund_id="re_1")
    succeeded = builders.with_facts(paid, fact)
    referenced = builders.with_facts(
        succeeded, fact_builders.refund_fact(paid, 833, stripe_refund_id="re_1", reference="74537604221222132710572")
    )
    assert referenced.refunds[0].reference == "74537604221222132710572"
    assert types(referenced)[-1] is EntryType.REFUND_UPDATED
    assert builders.with_facts(referenced, fact) == referenced


@pytest.mark.parametrize("status", [RefundStatus.FAILED, RefundStatus.CANCELED])
def test_only_a_refund_that_had_succeeded_corrects_its_mail_when_it_fails(paid: Order, status: RefundStatus) -> None:
    def mails(order: Order) -> list[ShopperNotice | None]:
        recorded = chained(order.id, order.head, order.changes, builders.AUDIT_SECRET)
        return [notice for entry in recorded if (notice := shopper_notice(entry)) is not None][1:]

    failed = fact_builders.refund_fact(paid, 833, status, stripe_refund_id="re_1")
    pending = builders.with_facts(paid, fact_builders.refund_fact(paid, 833, PENDING, stripe_refund_id="re_1"))
    assert mails(builders.with_facts(pending, failed)) == []
    succeeded = builders.with_facts(paid, fact_builders.refund_fact(paid, 833, stripe_refund_id="re_1"))
    assert mails(builders.with_facts(succeeded, failed)) == [ShopperNotice.REFUNDED, ShopperNotice.REFUND_FAILED]
