"""An alert is mailed once, and tried again until it is."""

import pytest

from application.notifications.relay_notifications import LEASE
from application.ports.mail.mailer import MailRefused, MailUnavailable
from tests import builders
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
    assert await office.relay() == 1
    assert office.alerts.mailed == {"dead_letter:evt_2"}

    office.mailer.before = lambda mail: None
    assert await office.relay() == 0
    office.clock.pass_by(LEASE.total_seconds())
    assert await office.relay() == 1
    assert office.alerts.mailed == {"dead_letter:evt_1", "dead_letter:evt_2"}


async def test_alerts_whose_claim_lapsed_are_left_for_the_next_one(office: RelayWorld) -> None:
    for number in (1, 2):
        await office.alerts.raise_alert(builders.alert(f"dead_letter:evt_{number}"))
    office.mailer.before = lambda mail: office.clock.pass_by(LEASE.total_seconds() - 5)

    assert await office.relay() == 1
    assert office.alerts.mailed == {"dead_letter:evt_1"}
