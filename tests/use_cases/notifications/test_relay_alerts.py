"""An alert is mailed once, and posted once to the chat; each is tried again until it is."""

from dataclasses import replace

import pytest

from adapters.in_memory.mail.chat import Chat
from application.notifications.relay_notifications import LEASE, REFUSED_FOR
from application.ports.mail.mailer import MailRefused, MailUnavailable
from application.ports.storage.alerts import Alert, AlertWay
from application.ports.storage.failures import StoreUnavailable
from domain.identifiers.order_number import order_number
from domain.refunds.refund import RefundStatus
from tests import builders
from tests.fact_builders import dispute_fact, refund_fact
from tests.use_cases.notifications.fakes import RelayWorld, Sent


async def test_an_alert_about_no_order_is_mailed_once(office: RelayWorld) -> None:
    await office.alerts.raise_alert(builders.alert("key_refused:2026-03-14", kind="key_refused", order_number=None))
    await office.alerts.raise_alert(builders.alert("key_refused:2026-03-14", kind="key_refused", order_number=None))

    assert await office.relay() == 1
    office.clock.pass_by(3600)
    assert await office.relay() == 0

    assert office.mailer.sent == [Sent("operator", "key_refused", None, "alert.key_refused:2026-03-14@till")]


@pytest.mark.parametrize("trouble", [MailRefused("RCPT was answered 550"), MailUnavailable("TimeoutError")])
async def test_an_alert_that_could_not_be_mailed_is_tried_again(office: RelayWorld, trouble: Exception) -> None:
    await office.alerts.raise_alert(builders.alert("dead_letter:evt_1"))
    await office.alerts.raise_alert(builders.alert("dead_letter:evt_2"))

    def fail(mail: Sent) -> None:
        if "evt_1" in mail.message_id:
            raise trouble

    office.mailer.before = fail
    await office.relay()
    assert office.alerts.mailed == {"dead_letter:evt_2"}

    office.mailer.before = lambda mail: None
    assert await office.relay() == 0
    office.clock.pass_by((REFUSED_FOR if isinstance(trouble, MailRefused) else LEASE).total_seconds())
    assert await office.relay() == 1
    assert office.alerts.mailed == {"dead_letter:evt_1", "dead_letter:evt_2"}


async def test_alerts_whose_claim_lapsed_are_left_for_the_next_one(office: RelayWorld) -> None:
    for number in (1, 2):
        await office.alerts.raise_alert(builders.alert(f"dead_letter:evt_{number}"))
    office.mailer.before = lambda mail: office.clock.pass_by(LEASE.total_seconds() - 5)

    assert await office.relay() == 1
    assert office.alerts.mailed == {"dead_letter:evt_1"}


async def test_an_alert_is_mailed_and_posted_each_once(office: RelayWorld) -> None:
    office.chat = Chat()
    await office.alerts.raise_alert(builders.alert("dead_letter:evt_1"))

    await office.until_nothing_is_left()
    office.clock.pass_by(3600)
    assert await office.relay() == 0

    assert [mail.message_id for mail in office.mailer.sent] == ["alert.dead_letter:evt_1@till"]
    assert [(alert.id, alert.way) for alert in office.chat.posts] == [("dead_letter:evt_1:webhook", AlertWay.WEBHOOK)]


async def test_an_alert_about_an_order_is_posted_with_its_number_and_what_changed(office: RelayWorld) -> None:
    office.chat = Chat()
    order = builders.paid()
    order = office.outbox.add(builders.with_facts(order, dispute_fact(order)))

    await office.until_nothing_is_left()

    (alert,) = office.chat.posts
    assert (alert.kind, alert.change, alert.order_number) == ("dispute", "DisputeOpened", order_number(order.id))
    assert order.disputes[0].id in alert.detail
    assert ("operator", "dispute") in office.sent


async def test_a_store_that_is_out_of_reach_is_no_fault_of_the_order(
    office: RelayWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.chat = Chat()
    order = builders.paid()
    office.outbox.add(builders.with_facts(order, dispute_fact(order)))

    async def fail(alert: Alert) -> None:
        raise StoreUnavailable(alert.id)

    monkeypatch.setattr(office.alerts, "raise_alert", fail)
    with pytest.raises(StoreUnavailable):
        await office.relay()
    assert office.faults.reported == []


async def test_an_amount_is_posted_as_money(office: RelayWorld) -> None:
    office.chat = Chat()
    order = builders.paid()
    office.outbox.add(builders.with_facts(order, refund_fact(order, 301, RefundStatus.FAILED)))

    await office.until_nothing_is_left()

    assert "amount: 3.01 usd" in office.chat.posts[0].detail


async def test_a_chat_that_is_down_holds_up_no_mail_and_is_tried_again(office: RelayWorld) -> None:
    office.chat = Chat()
    office.chat.down = True
    await office.alerts.raise_alert(builders.alert("dead_letter:evt_1"))

    await office.until_nothing_is_left()
    assert len(office.mailer.sent) == 1
    assert office.chat.posts == []
    office.chat.down = False
    office.clock.pass_by(LEASE.total_seconds())
    await office.until_nothing_is_left()

    assert (len(office.mailer.sent), len(office.chat.posts)) == (1, 1)


async def test_a_mail_server_that_is_down_holds_up_no_post(office: RelayWorld) -> None:
    office.chat = Chat()

    def fail(mail: Sent) -> None:
        raise MailUnavailable("TimeoutError")

    office.mailer.before = fail
    order = builders.paid()
    office.outbox.add(builders.with_facts(order, dispute_fact(order)))
    await office.alerts.raise_alert(builders.alert("dead_letter:evt_1"))

    await office.relay()
    await office.relay()

    assert {alert.kind for alert in office.chat.posts} == {"dispute", "dead_letter"}


async def test_operators_are_mailed_once_a_day_that_their_chat_refuses(office: RelayWorld) -> None:
    office.chat = Chat()
    office.chat.refused = True
    for number in (1, 2):
        await office.alerts.raise_alert(builders.alert(f"dead_letter:evt_{number}"))

    await office.until_nothing_is_left()
    refusals = [mail.about for mail in office.mailer.sent if mail.about == "alerts_webhook_refused"]
    office.chat.refused = False
    office.clock.pass_by(REFUSED_FOR.total_seconds())
    await office.until_nothing_is_left()

    assert len(refusals) == 1
    assert {"dead_letter:evt_1:webhook", "dead_letter:evt_2:webhook"} <= {alert.id for alert in office.chat.posts}


async def test_what_was_stored_for_a_chat_that_is_gone_waits_no_more(office: RelayWorld) -> None:
    await office.alerts.raise_alert(replace(builders.alert("dead_letter:evt_1:webhook"), way=AlertWay.WEBHOOK))

    assert await office.relay() == 1
    assert office.mailer.sent == []


async def test_a_claim_that_lapses_while_the_copy_for_the_chat_is_stored_mails_nothing(
    office: RelayWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.chat = Chat()
    order = builders.paid()
    office.outbox.add(builders.with_facts(order, dispute_fact(order)))
    await office.alerts.raise_alert(builders.alert("dead_letter:evt_1"))
    store = office.alerts.raise_alert

    async def slowly(alert: Alert) -> None:
        await store(alert)
        office.clock.pass_by(LEASE.total_seconds())

    monkeypatch.setattr(office.alerts, "raise_alert", slowly)
    await office.relay()
    assert "operator" not in [to for to, _ in office.sent]

    monkeypatch.undo()
    office.clock.pass_by(3600)
    await office.until_nothing_is_left()
    assert sorted(about for to, about in office.sent if to == "operator") == ["dead_letter", "dispute"]
