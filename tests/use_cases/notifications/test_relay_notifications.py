"""Mail goes out once what it tells is committed: after crashes, past bad addresses, by one worker of many."""

import asyncio
from datetime import datetime, timedelta

import pytest

from application.notifications.relay_notifications import BATCH, LEASE
from application.ports.mail.mailer import MailRefused, MailUnavailable
from application.ports.storage.outbox import Audience, PendingNotifications
from domain.identifiers.order_number import order_number
from tests import builders, fact_builders
from tests.use_cases.notifications.fakes import RelayWorld, Sent, readdressed


class Killed(BaseException):
    """The process dies here."""


async def test_a_paid_order_is_confirmed_to_its_shopper_and_to_nobody_else(office: RelayWorld) -> None:
    order = office.outbox.add(builders.paid())

    await office.until_nothing_is_left()

    assert office.sent == [(order.contact.email, "confirmed")]
    assert all(cursor.at_seq == len(cursor.entries) for cursor in office.outbox.kept)


async def test_mails_are_sent_in_the_order_of_what_happened(office: RelayWorld) -> None:
    order = builders.paid()
    order = builders.with_facts(order, fact_builders.refund_fact(order, 833), fact_builders.refund_fact(order, 1))
    order = office.outbox.add(
        builders.with_facts(order, fact_builders.dispute_fact(order), fact_builders.warning_fact(order))
    )

    await office.until_nothing_is_left()

    shopper = order.contact.email
    assert [about for to, about in office.sent if to == shopper] == ["confirmed", "refunded", "refunded"]
    assert [about for to, about in office.sent if to == "operator"] == ["dispute", "warning"]


async def test_a_mail_is_named_by_its_order_its_entry_and_its_audience(office: RelayWorld) -> None:
    order = builders.paid()
    order = office.outbox.add(builders.with_facts(order, fact_builders.dispute_fact(order)))

    await office.until_nothing_is_left()

    assert [mail.message_id for mail in office.mailer.sent] == [
        f"{order.id}.3.shopper@till",
        f"{order.id}.4.operator@till",
    ]


async def test_entries_that_call_for_nothing_are_passed_over_without_a_mail(office: RelayWorld) -> None:
    office.outbox.add(builders.asked())

    dealt_with = await office.relay()

    assert office.mailer.sent == []
    assert office.outbox.moves == 2, "one write passes them all, for each audience"
    assert dealt_with == sum(len(cursor.entries) for cursor in office.outbox.kept)
    assert await office.relay() == 0


async def test_nothing_to_tell_is_answered_with_0(office: RelayWorld) -> None:
    assert await office.relay() == 0


async def test_one_bad_address_holds_up_nothing_behind_it(office: RelayWorld) -> None:
    bad = builders.with_facts(
        order := readdressed(builders.paid(), "nobody@shop.example"), fact_builders.refund_fact(order, 1)
    )
    office.outbox.add(bad)
    good = office.outbox.add(builders.paid())

    def refuse(mail: Sent) -> None:
        if mail.to == "nobody@shop.example":
            raise MailRefused("RCPT was answered 550")

    office.mailer.before = refuse
    await office.until_nothing_is_left()

    assert (good.contact.email, "confirmed") in office.sent
    assert office.outbox.given_up == [
        (Audience.SHOPPER, 3, "RCPT was answered 550"),
        (Audience.SHOPPER, 4, "RCPT was answered 550"),
    ]
    raised = list(office.alerts.raised.values())
    assert [alert.kind for alert in raised] == ["unsendable", "unsendable"]
    assert {alert.order_number for alert in raised} == {order_number(bad.id)}
    assert all("550" in alert.detail and "nobody" not in alert.detail for alert in raised)
    assert office.sent.count(("operator", "unsendable")) == 2


async def test_an_operator_mail_that_is_refused_is_recorded_and_raises_no_alert_about_itself(
    office: RelayWorld,
) -> None:
    order = builders.paid()
    office.outbox.add(builders.with_facts(order, fact_builders.dispute_fact(order)))

    def refuse(mail: Sent) -> None:
        if mail.to == "operator":
            raise MailRefused("RCPT was answered 550")

    office.mailer.before = refuse
    await office.until_nothing_is_left()

    assert office.outbox.given_up == [(Audience.OPERATOR, 4, "RCPT was answered 550")]
    assert office.alerts.raised == {}


async def test_while_the_server_is_out_of_reach_the_waits_double_up_to_an_hour(office: RelayWorld) -> None:
    order = office.outbox.add(builders.paid())
    cursor = office.outbox.of(order, Audience.SHOPPER)

    def fail(mail: Sent) -> None:
        raise MailUnavailable("SMTPConnectError")

    office.mailer.before = fail
    waits = []
    for _ in range(12):
        await office.until_nothing_is_left()
        waits.append((cursor.due_at - office.clock.now()).total_seconds())
        office.clock.time = cursor.due_at
    assert waits == [15, 30, 60, 120, 240, 480, 960, 1920, 3600, 3600, 3600, 3600]

    office.mailer.before = lambda mail: None
    await office.until_nothing_is_left()
    assert office.sent == [(order.contact.email, "confirmed")]


async def test_trouble_with_one_mail_stops_its_own_order_only_and_skips_nothing(office: RelayWorld) -> None:
    troubled = readdressed(builders.paid(), "slow@shop.example")
    troubled = office.outbox.add(builders.with_facts(troubled, fact_builders.refund_fact(troubled, 833)))
    other = office.outbox.add(builders.paid())

    def fail(mail: Sent) -> None:
        if mail.to == "slow@shop.example":
            raise MailUnavailable("RCPT was answered 451")

    office.mailer.before = fail
    await office.until_nothing_is_left()
    assert office.sent == [(other.contact.email, "confirmed")]

    office.mailer.before = lambda mail: None
    office.clock.pass_by(15)
    await office.until_nothing_is_left()
    assert office.sent[1:] == [("slow@shop.example", "confirmed"), ("slow@shop.example", "refunded")]


async def test_a_crash_between_the_send_and_its_record_sends_the_same_mail_again(
    office: RelayWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.outbox.add(builders.paid())
    advance = office.outbox.advance

    async def crash(claim: PendingNotifications, seq: int, at: datetime) -> bool:
        if office.mailer.sent:
            raise Killed
        return await advance(claim, seq, at)

    monkeypatch.setattr(office.outbox, "advance", crash)
    with pytest.raises(Killed):
        await office.relay()
    monkeypatch.setattr(office.outbox, "advance", advance)

    await office.until_nothing_is_left()
    assert len(office.mailer.sent) == 1, "the dead worker's claim was not waited for"
    office.clock.pass_by(LEASE.total_seconds())
    await office.until_nothing_is_left()

    first, again = office.mailer.sent
    assert first == again


async def test_two_workers_at_once_send_each_mail_once(office: RelayWorld) -> None:
    for _ in range(BATCH + 3):
        order = builders.paid()
        office.outbox.add(builders.with_facts(order, fact_builders.review_fact(order)))

    await asyncio.gather(office.until_nothing_is_left(), office.until_nothing_is_left())

    names = [mail.message_id for mail in office.mailer.sent]
    assert len(names) == len(set(names)) == 2 * (BATCH + 3)


async def test_a_claim_that_lapses_during_a_send_sends_nothing_more(office: RelayWorld) -> None:
    order = builders.paid()
    office.outbox.add(builders.with_facts(order, fact_builders.refund_fact(order, 833)))
    office.mailer.before = lambda mail: office.clock.pass_by(LEASE.total_seconds())

    await office.relay()

    assert [mail.about for mail in office.mailer.sent] == ["confirmed"]


async def test_a_worker_whose_cursor_was_moved_by_another_leaves_the_rest_to_it(
    office: RelayWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    order = builders.paid()
    order = office.outbox.add(builders.with_facts(order, fact_builders.refund_fact(order, 833)))
    cursor = office.outbox.of(order, Audience.SHOPPER)

    def overtake(mail: Sent) -> None:
        cursor.due_at += timedelta(seconds=1)

    office.mailer.before = overtake
    await office.relay()

    assert [mail.about for mail in office.mailer.sent] == ["confirmed"]


async def test_a_mail_that_can_not_be_written_holds_up_none_behind_it(office: RelayWorld) -> None:
    broken, sound = office.outbox.add(builders.paid()), office.outbox.add(builders.paid())

    def breaks(mail: Sent) -> None:
        if mail.order_id == broken.id:
            raise ValueError("a template's fault")

    office.mailer.before = breaks

    await office.until_nothing_is_left()

    assert office.sent == [(sound.contact.email, "confirmed")]
    assert office.outbox.of(broken, Audience.SHOPPER).attempts == 1
    assert office.outbox.of(broken, Audience.SHOPPER).due_at > office.clock.now()
    assert [(subject, str(fault)) for subject, fault in office.faults.reported] == [(broken.id, "a template's fault")]
