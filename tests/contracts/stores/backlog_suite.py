"""What the port `Backlog` promises."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from application.ports.storage.inbox import EventStatus
from application.ports.storage.outbox import Audience
from domain.disputes.dispute import DisputeStatus
from domain.facts.outcome import FactOutcome
from domain.identifiers.derivation import refund_id_from
from domain.orders.holds import HoldReason
from domain.orders.order import OrderStatus
from domain.orders.release_hold import release_hold
from domain.refunds.request import refund_outcome_lost
from tests.builders import (
    alert,
    asked,
    by,
    checkout,
    inbox_entry,
    paid,
    request_scope,
    with_facts,
    with_refund_reserved,
)
from tests.contracts.stores.stores import Stores
from tests.fact_builders import dispute_fact, refund_fact, review_fact, warning_fact
from tests.when import AT, after

LEASE = timedelta(seconds=60)


async def oldest_pending(stores: Stores, seconds: float) -> float:
    return (await stores.backlog.figures(after(seconds))).oldest_pending


class BacklogSuite:
    async def test_where_nothing_is_stored_nothing_waits(self, stores: Stores) -> None:
        figures = await stores.backlog.figures(AT)
        assert (figures.oldest_due_event, figures.oldest_pending) == (0.0, 0.0)
        assert (figures.dead_letters, figures.unknown_refunds) == (0, 0)
        assert figures.open_holds == dict.fromkeys(HoldReason, 0)
        assert figures.recent_orders == dict.fromkeys(OrderStatus, 0)

    async def test_the_oldest_due_event_gives_the_age_however_often_it_was_tried(self, stores: Stores) -> None:
        oldest = inbox_entry(received_at=after(-7.5))
        for entry in (inbox_entry(received_at=after(-2)), oldest, inbox_entry(received_at=after(-4))):
            await stores.inbox.receive(entry)
        await stores.inbox.postpone(oldest.event.id, until=after(99), reason="KeyError: 'amount'")
        assert (await stores.backlog.figures(AT)).oldest_due_event == 7.5
        await stores.inbox.settle(oldest.event.id, EventStatus.APPLIED, reason=None, order_id=None, at=AT)
        assert (await stores.backlog.figures(AT)).oldest_due_event == 4.0

    async def test_news_of_a_payment_that_is_not_known_waits_only_once_its_next_try_is_due(
        self, stores: Stores
    ) -> None:
        early = inbox_entry(received_at=after(-3600))
        await stores.inbox.receive(early)
        await stores.inbox.postpone(early.event.id, until=after(60), reason=FactOutcome.UNMATCHED)
        assert (await stores.backlog.figures(AT)).oldest_due_event == 0.0
        assert (await stores.backlog.figures(after(67.5))).oldest_due_event == 7.5
        await stores.inbox.claim(after(68), LEASE, 10)
        assert (await stores.backlog.figures(after(68))).oldest_due_event == 0.0

    async def test_what_waits_for_its_payment_hides_nothing_that_waits_in_vain(self, stores: Stores) -> None:
        early, failing = inbox_entry(received_at=after(-3600)), inbox_entry(received_at=after(-30))
        for entry, reason in ((early, FactOutcome.UNMATCHED), (failing, "KeyError: 'amount'")):
            await stores.inbox.receive(entry)
            await stores.inbox.postpone(entry.event.id, until=after(60), reason=reason)
        assert (await stores.backlog.figures(AT)).oldest_due_event == 30.0
        assert (await stores.backlog.figures(after(600))).oldest_due_event == 630.0

    async def test_a_clock_that_is_behind_makes_no_age_negative(self, stores: Stores) -> None:
        await stores.inbox.receive(inbox_entry(received_at=after(3)))
        await stores.alerts.raise_alert(alert(at=after(3)))
        figures = await stores.backlog.figures(AT)
        assert (figures.oldest_due_event, figures.oldest_pending) == (0.0, 0.0)

    async def test_only_dead_letters_count_as_dead(self, stores: Stores) -> None:
        for status in (EventStatus.DEAD, EventStatus.DUE, EventStatus.DEAD, EventStatus.IGNORED):
            await stores.inbox.receive(inbox_entry(status=status, settled_at=AT))
        assert (await stores.backlog.figures(AT)).dead_letters == 2

    async def test_an_entry_that_notifies_no_one_does_not_wait(self, stores: Stores) -> None:
        await stores.orders.add(asked(checkout()))
        assert await oldest_pending(stores, 99) == 0.0

    async def test_a_mail_waits_since_its_change_and_not_since_the_order_began(self, stores: Stores) -> None:
        order = await stores.orders.add(asked(checkout()))
        await stores.orders.save(paid(order, at=after(60)))
        assert await oldest_pending(stores, 69.25) == 9.25

    async def test_a_claim_or_a_failed_try_makes_nothing_younger_and_telling_ends_it(self, stores: Stores) -> None:
        await stores.orders.add(paid())
        (claim,) = await stores.outbox.claim(after(10), LEASE, 10)
        assert claim.audience is Audience.SHOPPER
        await stores.outbox.put_off(claim, after(500), "greylisted")
        assert await oldest_pending(stores, 300) == 300.0
        (claim,) = await stores.outbox.claim(after(501), LEASE, 10)
        assert await stores.outbox.advance(claim, claim.entries[-1].seq, after(502))
        assert await oldest_pending(stores, 600) == 0.0

    async def test_operators_and_alerts_wait_too(self, stores: Stores) -> None:
        order = await stores.orders.add(paid(at=after(5)))
        await stores.orders.save(with_facts(order, dispute_fact(order), at=after(30)))
        (shopper, operator) = sorted(
            await stores.outbox.claim(after(31), LEASE, 10), key=lambda claim: claim.audience, reverse=True
        )
        assert await stores.outbox.advance(shopper, shopper.entries[-1].seq, after(32))
        assert await oldest_pending(stores, 40) == 10.0
        raised = alert(at=after(1))
        await stores.alerts.raise_alert(raised)
        assert await oldest_pending(stores, 40) == 39.0
        await stores.alerts.mark_sent(raised.id, after(41))
        assert await stores.outbox.advance(operator, operator.entries[-1].seq, after(42))
        assert await oldest_pending(stores, 50) == 0.0

    async def test_unknown_refunds_are_counted_until_stripe_tells_of_them(self, stores: Stores) -> None:
        lost, sent = refund_id_from(request_scope()), refund_id_from(request_scope())
        order = with_refund_reserved(with_refund_reserved(paid(), 833, refund_id=lost), 1, refund_id=sent)
        order = await stores.orders.add(refund_outcome_lost(order, lost, by()))
        await stores.orders.add(with_refund_reserved(paid()))
        assert (await stores.backlog.figures(AT)).unknown_refunds == 1
        await stores.orders.save(with_facts(order, refund_fact(order, 833, refund_id=lost)))
        assert (await stores.backlog.figures(AT)).unknown_refunds == 0

    async def test_open_holds_are_counted_by_reason(self, stores: Stores) -> None:
        for _ in range(2):
            order = paid()
            await stores.orders.add(with_facts(order, dispute_fact(order), warning_fact(order)))
        order = paid()
        order = with_facts(order, dispute_fact(order), review_fact(order))
        await stores.orders.add(with_facts(order, dispute_fact(order, DisputeStatus.WON)))
        order = paid()
        order = with_facts(order, warning_fact(order))
        await stores.orders.add(release_hold(order, order.holds[0].id, None, by("admin:boss")))
        figures = await stores.backlog.figures(AT)
        assert figures.open_holds == {
            HoldReason.DISPUTE: 2,
            HoldReason.WARNING: 2,
            HoldReason.REVIEW: 1,
            HoldReason.RISK: 0,
            HoldReason.MISMATCH: 0,
        }

    async def test_orders_of_the_last_day_are_counted_by_status(self, stores: Stores) -> None:
        for order in (checkout(), asked(), paid(), paid(at=after(-86_399)), paid(at=after(-86_401))):
            await stores.orders.add(order)
        order = paid()
        await stores.orders.add(with_facts(order, refund_fact(order)))
        order = paid()
        await stores.orders.add(with_facts(order, review_fact(order)))
        figures = await stores.backlog.figures(AT)
        assert figures.recent_orders == {
            OrderStatus.PENDING: 2,
            OrderStatus.CONFIRMED: 2,
            OrderStatus.REFUNDED: 1,
            OrderStatus.ON_HOLD: 1,
            OrderStatus.CANCELED: 0,
        }

    async def test_asking_changes_nothing(self, stores: Stores) -> None:
        order = await stores.orders.add(paid())
        await stores.backlog.figures(after(1))
        assert await stores.orders.get(order.id) == order
        assert (await stores.orders.save(replace(order, expires_at=after(9)))).version == 2
