"""The shop's systems are told of every final change, by the figures as they were after it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain.disputes.dispute import DisputeStatus
from domain.facts.payment import PaymentState
from domain.identifiers.derivation import hold_id_from
from domain.orders.history import NO_HISTORY, Entry, EntryType, chained
from domain.orders.holds import HoldReason
from domain.orders.order import Order
from domain.orders.release_hold import release_hold
from domain.orders.shop_event import ShopEventType, shop_event
from domain.orders.shop_message import HoldMessage, RefundMessage, ShopMessage, shop_message
from domain.payments.checkout import close_without_intent
from domain.refunds.refund import RefundStatus
from domain.refunds.request import refund_refused, refunds_listed
from tests import builders, fact_builders
from tests.when import AT, after


def entries_of(order: Order) -> tuple[Entry, ...]:
    return chained(order.id, NO_HISTORY, order.changes, b"secret")


def messages(order: Order) -> list[ShopMessage]:
    """The events that all of an order's changes so far call for."""
    return [reported for entry in entries_of(order) if (reported := shop_message(order, entry)) is not None]


def types(order: Order) -> list[str]:
    return [message.type.value for message in messages(order)]


def test_a_payment_is_one_event_and_the_steps_towards_it_are_none() -> None:
    paid = builders.paid()
    (confirmed,) = messages(paid)
    assert confirmed.type is ShopEventType.ORDER_CONFIRMED
    assert confirmed.id == f"{paid.id}.{len(paid.changes)}"
    assert (confirmed.at, confirmed.currency, confirmed.total) == (AT, "usd", 1299)
    assert confirmed.payment_intent_id == paid.intent.id
    assert confirmed.figures == paid.figures
    assert (confirmed.refund, confirmed.dispute, confirmed.hold) == (None, None, None)


def test_each_event_has_the_figures_as_they_were_after_its_change() -> None:
    order = builders.paid()
    order = builders.with_facts(order, fact_builders.refund_fact(order, 301, stripe_refund_id="re_1"))
    order = builders.with_facts(order, fact_builders.refund_fact(order, 998, stripe_refund_id="re_2"))
    reported = [
        (message.type, message.figures.amount_refunded, message.figures.refundable, message.figures.status)
        for message in messages(order)
    ]
    assert reported == [
        (ShopEventType.ORDER_CONFIRMED, 0, 1299, "confirmed"),
        (ShopEventType.REFUND_SUCCEEDED, 301, 998, "confirmed"),
        (ShopEventType.REFUND_SUCCEEDED, 1299, 0, "refunded"),
    ]


def test_a_refund_event_names_the_refund() -> None:
    paid = builders.paid()
    failed = builders.with_facts(
        paid,
        fact_builders.refund_fact(paid, 301, status=RefundStatus.FAILED, failure_reason="expired_or_canceled_card"),
    )
    refund = failed.refunds[0]
    assert messages(failed)[-1].type is ShopEventType.REFUND_FAILED
    assert messages(failed)[-1].refund == RefundMessage(
        id=refund.id,
        stripe_refund_id=refund.stripe_refund_id,
        amount=301,
        status="failed",
        failure_reason="expired_or_canceled_card",
    )


def test_a_refund_that_stripe_refused_failed_without_an_id_of_stripes() -> None:
    reserved = builders.with_refund_reserved(builders.paid(), 301)
    refund = reserved.refunds[0]
    refused = refund_refused(reserved, refund.id, "charge_disputed", builders.by())
    assert types(refused) == ["order.confirmed", "refund.failed"]
    assert messages(refused)[-1].refund == RefundMessage(
        id=refund.id, stripe_refund_id=None, amount=301, status="failed", failure_reason="charge_disputed"
    )


@pytest.mark.parametrize(
    ("states", "expected"),
    [
        ((DisputeStatus.NEEDS_RESPONSE,), ["dispute.opened"]),
        ((DisputeStatus.NEEDS_RESPONSE, DisputeStatus.UNDER_REVIEW), ["dispute.opened"]),
        ((DisputeStatus.WARNING_NEEDS_RESPONSE, DisputeStatus.NEEDS_RESPONSE), ["dispute.opened", "dispute.opened"]),
        ((DisputeStatus.NEEDS_RESPONSE, DisputeStatus.LOST), ["dispute.opened", "dispute.closed"]),
        (
            (DisputeStatus.LOST, DisputeStatus.APPEAL_UNDER_REVIEW, DisputeStatus.WON),
            ["dispute.closed", "dispute.opened", "dispute.closed"],
        ),
    ],
)
def test_a_dispute_is_sent_when_it_opens_ends_or_opens_again(
    states: tuple[DisputeStatus, ...], expected: list[str]
) -> None:
    order = builders.paid()
    for state in states:
        order = builders.with_facts(order, fact_builders.dispute_fact(order, state))
    assert types(order)[1:] == expected
    dispute, hold = messages(order)[-1].dispute, messages(order)[-1].hold
    assert dispute is not None
    assert (dispute.id, dispute.amount) == (order.disputes[0].id, order.disputes[0].amount)
    assert hold is not None
    assert (hold.reason, hold.cause_id) == (HoldReason.DISPUTE, dispute.id)


def test_a_hold_is_sent_with_its_reason_and_so_is_its_release() -> None:
    order = builders.paid()
    order = builders.with_facts(order, fact_builders.warning_fact(order))
    released = release_hold(order, order.holds[0].id, "seen", builders.by(at=after(60)))
    assert types(released) == ["order.confirmed", "order.held", "order.released"]
    hold = HoldMessage(id=order.holds[0].id, reason=HoldReason.WARNING, cause_id="issfr_1")
    assert [message.hold for message in messages(released)] == [None, hold, hold]
    assert [message.figures.status for message in messages(released)] == ["confirmed", "on_hold", "confirmed"]


def test_an_order_with_another_hold_open_is_still_held() -> None:
    order = builders.paid()
    order = builders.with_facts(order, fact_builders.warning_fact(order), fact_builders.review_fact(order))
    released = release_hold(order, order.holds[0].id, None, builders.by())
    assert types(released)[-1] == "order.held"


def test_a_payment_of_an_order_that_is_held_already_confirms_nothing() -> None:
    asked = builders.asked()
    reviewed = builders.with_facts(asked, fact_builders.review_fact(asked))
    paid = builders.with_facts(reviewed, fact_builders.payment_fact(reviewed))
    assert types(paid) == ["order.held", "order.held"]
    assert messages(paid)[-1].figures.amount_captured == 1299
    assert messages(paid)[-1].hold == HoldMessage(
        id=paid.holds[0].id, reason=HoldReason.REVIEW, cause_id=paid.holds[0].cause_id
    )
    approved = builders.with_facts(paid, fact_builders.review_fact(paid, "approved"))
    assert (types(approved)[-1], messages(approved)[-1].figures.status) == ("order.released", "confirmed")


def test_a_payment_that_does_not_match_is_held_and_names_its_hold() -> None:
    asked = builders.asked()
    mismatched = builders.with_facts(asked, fact_builders.payment_fact(asked, amount_received=1))
    (message,) = messages(mismatched)
    assert message.type is ShopEventType.ORDER_HELD
    assert message.hold == HoldMessage(
        id=hold_id_from(asked.id, HoldReason.MISMATCH, asked.intent.id or ""),
        reason=HoldReason.MISMATCH,
        cause_id=asked.intent.id or "",
    )


def test_the_end_of_a_checkout_is_sent_even_where_stripe_never_made_an_intent() -> None:
    ended = close_without_intent(builders.checkout(), None, builders.by())
    assert types(ended) == ["order.canceled"]
    assert messages(ended)[0].payment_intent_id is None


def test_a_delayed_payment_is_sent_while_it_is_processed_and_when_it_fails_for_good() -> None:
    order = builders.asked()
    processing = fact_builders.payment_fact(order, PaymentState.PROCESSING, charge_id="ch_1")
    order = builders.with_facts(order, processing)
    order = builders.with_facts(
        order,
        fact_builders.payment_fact(
            order, PaymentState.FAILED, failure=replace(fact_builders.failed_attempt(), id="ch_1")
        ),
    )
    assert types(order) == ["payment.processing", "payment.failed"]


def test_what_was_recorded_without_figures_calls_for_no_event() -> None:
    paid = builders.paid()
    before = replace(entries_of(paid)[-1], data={"amount": 1299})
    assert before.type is EntryType.PAYMENT_SUCCEEDED
    assert shop_event(before) is None
    assert shop_message(paid, before) is None


def test_a_failed_refund_whose_amount_is_free_only_once_all_were_listed_is_reported_again() -> None:
    order = builders.paid()
    order = builders.with_facts(order, fact_builders.refund_total_fact(order, 301))
    for status in (RefundStatus.SUCCEEDED, RefundStatus.FAILED):
        order = builders.with_facts(order, fact_builders.refund_fact(order, 301, status, stripe_refund_id="re_1"))
    assert messages(order)[-1].figures.refundable == 998
    listed = refunds_listed(order, 301, builders.by())
    assert types(listed)[1:] == ["refund.succeeded", "refund.failed", "refund.failed"]
    assert messages(listed)[-1].figures == listed.figures
    assert messages(listed)[-1].refund is None
    assert listed.refundable == 1299


def test_listing_refunds_that_frees_nothing_calls_for_no_event() -> None:
    order = builders.paid()
    order = builders.with_facts(
        order, fact_builders.refund_total_fact(order, 301), fact_builders.refund_fact(order, 301)
    )
    assert types(refunds_listed(order, 301, builders.by())) == ["order.confirmed", "refund.succeeded"]
