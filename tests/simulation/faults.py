"""Faults that Till must never have, each planted to see that the simulation finds it by the promises alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import pytest

import adapters.stripe.sdk.failures as stripe_failures
import application.customers.get_or_create_customer as customers
import domain.payments.apply_payment as payments
from application.notifications.relay_notifications import RelayNotifications
from application.ports.mail.mailer import MailRefused, MailUnavailable
from application.ports.stripe.failures import OutcomeUnknown, Refused
from application.refunds import send_to_stripe as send_refund
from application.refunds import settle_refund
from domain.disputes.apply_dispute import apply_dispute
from domain.disputes.dispute import Dispute
from domain.errors.refunds import RefundExceedsPayment
from domain.facts.dispute import DisputeFact
from domain.facts.payment import PaymentFact, PaymentState
from domain.facts.refund import RefundFact
from domain.orders import apply_fact as applying
from domain.orders.history import Attribution, EntryType
from domain.orders.order import Order
from domain.refunds.apply_refund import apply_refund
from domain.refunds.refund import RefundStatus, RequestedRefund
from domain.refunds.request import refund_refused
from stripe_stand_in.model import Fault
from tests.simulation.flavours import CALM, Flavour

Patch = pytest.MonkeyPatch


@dataclass(frozen=True, slots=True, kw_only=True)
class Planted:
    """A fault, how it is planted, and the kind of schedules in which it shows soon."""

    name: str
    plant: Callable[[Patch], None]
    flavour: Flavour


def _reserve_released_too_early(patch: Patch) -> None:
    def given_up(order: Order, refund_id: Any, by: Attribution) -> Order:
        return refund_refused(order, refund_id, "no_answer", by)

    patch.setattr(send_refund, "refund_outcome_lost", given_up)
    patch.setattr(settle_refund, "refund_outcome_lost", given_up)


def _late_failure_applied(patch: Patch) -> None:
    def failed(order: Order, fact: PaymentFact, by: Attribution) -> Order:
        if fact.failure is None or order.intent.state is PaymentState.FAILED:
            return order
        return replace(order, intent=replace(order.intent, state=PaymentState.FAILED)).recording(
            EntryType.PAYMENT_FAILED, by, {"attemptId": fact.failure.id}
        )

    patch.setitem(payments._TRANSITIONS, PaymentState.FAILED, failed)


def _totals_by_increment(patch: Patch) -> None:
    def added(order: Order, fact: RefundFact, by: Attribution) -> Order:
        taken = apply_refund(order, fact, by)
        known = next((each for each in order.refunds if each.stripe_refund_id == fact.stripe_refund_id), None)
        if taken is order and known is not None and fact.status is RefundStatus.SUCCEEDED:
            more = replace(known, amount=known.amount + fact.amount)
            return order.with_refund(more).recording(EntryType.REFUND_SUCCEEDED, by, {"refundId": known.id})
        return taken

    patch.setattr(applying, "apply_refund", added)


def _new_key_after_a_timeout(patch: Patch) -> None:
    def key(refund: RequestedRefund) -> str:
        return f"till:refund:{refund.id}:{refund.request.sent_at.timestamp()}"

    patch.setattr(RequestedRefund, "key", property(key))


def _row(patch: Patch, when: Callable[[Any], bool], then: Callable[[Any], Exception]) -> None:
    patch.setattr(stripe_failures, "TABLE", (stripe_failures.Row(when, then), *stripe_failures.TABLE))


def _idempotency_error_taken_as_no(patch: Patch) -> None:
    _row(patch, lambda it: it.error.type == "idempotency_error", lambda it: Refused("idempotency_error"))


def _replayed_500_retried_for_ever(patch: Patch) -> None:
    _row(patch, lambda it: it.status >= 500 and it.replayed, lambda it: OutcomeUnknown(it.said))


def _dashboard_refund_over_an_unsettled_one(patch: Patch) -> None:
    def limited(order: Order, fact: RefundFact, by: Attribution) -> Order:
        taken = apply_refund(order, fact, by)
        if taken.amount_refunded + taken.amount_reserved > taken.intent.captured > 0:
            raise RefundExceedsPayment(fact.amount, order.refundable)
        return taken

    patch.setattr(applying, "apply_refund", limited)


def _refund_before_its_payment(patch: Patch) -> None:
    patch.setattr(
        applying,
        "apply_refund",
        lambda order, fact, by: apply_refund(order, fact, by) if order.intent.is_paid else order,
    )


def _two_holds_one_closed(patch: Patch) -> None:
    with_hold_ended = Order.with_hold_ended

    def all_ended(order: Order, reason: Any, cause_id: str, by: Attribution) -> Order:
        for hold in order.holds:
            order = with_hold_ended(order, hold.reason, hold.cause_id, by)
        return order

    patch.setattr(Order, "with_hold_ended", all_ended)


def _lost_appeal_won(patch: Patch) -> None:
    later_of = Dispute.later_of
    patch.setattr(Dispute, "later_of", lambda self, other: self if self.is_lost else later_of(self, other))


def _dispute_replayed_after_release(patch: Patch) -> None:
    def reopened(order: Order, fact: DisputeFact, by: Attribution) -> Order:
        taken = apply_dispute(order, fact, by)
        if taken is not order or all(hold.is_open or hold.cause_id != fact.dispute_id for hold in order.holds):
            return taken
        opened = [replace(hold, released_at=None) if hold.cause_id == fact.dispute_id else hold for hold in order.holds]
        return replace(order, holds=tuple(opened)).recording(
            EntryType.DISPUTE_UPDATED, by, {"disputeId": fact.dispute_id}
        )

    patch.setattr(applying, "apply_dispute", reopened)


def _customer_deleted_within_a_day(patch: Patch) -> None:
    patch.setattr(customers, "customer_key", lambda user: f"till:customer:{user.id}")


def _a_550_before_an_alert(patch: Patch) -> None:
    send = RelayNotifications._send

    async def sent(self: RelayNotifications, claim: Any, entry: Any) -> None:
        try:
            await send(self, claim, entry)
        except MailRefused as refused:
            raise MailUnavailable("try again") from refused

    patch.setattr(RelayNotifications, "_send", sent)


def _lease_outlived(patch: Patch) -> None:
    patch.setattr(RelayNotifications, "_lapses", lambda self, claimed_until: False)


_REFUNDS = replace(
    CALM, shoppers=(1, 1), ways=("card",), admins=(2, 3), dashboard=(0, 0), workers=(2, 2), twins=0.0, rounds=(3, 8)
)
_DISPUTES = replace(
    CALM, shoppers=(1, 1), ways=("card",), admins=(0, 0), dashboard=(2, 2), acts=("dispute", "inquiry"), twins=0.0
)
_MAIL = replace(
    *(CALM,),
    shoppers=(2, 3),
    ways=("card", "bank fails"),
    places=1.0,
    admins=(1, 2),
    admin=("part",),
    workers=(3, 3),
    rounds=(6, 10),
    duties=("mail",),
    stall=0.08,
    twins=0.0,
)
PLANTED = (
    Planted(
        name="a reserve released too early",
        plant=_reserve_released_too_early,
        flavour=replace(_REFUNDS, stripe=0.5, only="POST /v1/refunds", troubles=(Fault.LOSE_ANSWER,)),
    ),
    Planted(
        name="a late failure applied",
        plant=_late_failure_applied,
        flavour=replace(CALM, ways=("declined then card",), late_events=0.5, reorder=True),
    ),
    Planted(
        name="totals by increment",
        plant=_totals_by_increment,
        flavour=replace(_REFUNDS, twice_events=0.5, dashboard=(1, 2), acts=("refund",)),
    ),
    Planted(
        name="a new key after a timeout",
        plant=_new_key_after_a_timeout,
        flavour=replace(
            *(_REFUNDS,),
            stripe=0.6,
            only="POST /v1/refunds",
            troubles=(Fault.EXECUTE_LATER,),
            later=70.0,
            duties=("orders",),
        ),
    ),
    Planted(
        name="idempotency_error taken as no",
        plant=_idempotency_error_taken_as_no,
        flavour=replace(
            *(_REFUNDS,),
            kill=0.015,
            deploys=True,
            stripe=0.6,
            only="POST /v1/refunds",
            troubles=(Fault.EXECUTE_LATER,),
            later=70.0,
            admin=("part",),
            admins=(3, 3),
            duties=("orders",),
            late_events=0.9,
            longest=200.0,
        ),
    ),
    Planted(
        name="a replayed 500 retried for ever",
        plant=_replayed_500_retried_for_ever,
        flavour=replace(CALM, stripe=0.2, troubles=(Fault.FAIL_BEFORE, Fault.FAIL_AFTER)),
    ),
    Planted(
        name="a dashboard refund over an unsettled one",
        plant=_dashboard_refund_over_an_unsettled_one,
        flavour=replace(
            *(_REFUNDS,),
            stripe=0.7,
            only="POST /v1/refunds",
            troubles=(Fault.LOSE_REQUEST, Fault.RATE_LIMIT),
            admin=("all",),
            dashboard=(2, 2),
            acts=("refund",),
        ),
    ),
    Planted(
        name="a refund before its payment",
        plant=_refund_before_its_payment,
        flavour=replace(
            *(CALM,),
            ways=("card",),
            places=0.0,
            admins=(0, 0),
            dashboard=(2, 2),
            acts=("refund",),
            late_events=0.6,
            workers=(2, 2),
            duties=("orders", "events"),
        ),
    ),
    Planted(
        name="confirmed before the risk is known",
        plant=lambda patch: patch.setattr(Order, "awaits_risk", property(lambda _: False)),
        flavour=replace(CALM, ways=("card",), reorder=True, late_events=0.4, methods=("pm_card_riskLevelElevated",)),
    ),
    Planted(name="two holds, one closed", plant=_two_holds_one_closed, flavour=_DISPUTES),
    Planted(name="lost, appeal, won", plant=_lost_appeal_won, flavour=replace(_DISPUTES, acts=("lost and appealed",))),
    Planted(
        name="a dispute replayed after release",
        plant=_dispute_replayed_after_release,
        flavour=replace(_DISPUTES, dashboard=(1, 2), admins=(2, 2), admin=("release",), late_events=0.3),
    ),
    Planted(
        name="the customer deleted within a day",
        plant=_customer_deleted_within_a_day,
        flavour=replace(
            CALM,
            ways=("replaced", "abandoned"),
            shoppers=(2, 3),
            admins=(0, 0),
            acts=("delete customer",),
            dashboard=(2, 2),
        ),
    ),
    Planted(name="a 550 before an alert", plant=_a_550_before_an_alert, flavour=replace(CALM, refused_mail=0.7)),
    Planted(name="a lease outlived", plant=_lease_outlived, flavour=_MAIL),
)
