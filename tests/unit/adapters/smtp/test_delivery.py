"""What the SMTP server answers decides whether a mail is done with, is tried again or is given up."""

import asyncio
import socket
from dataclasses import replace
from datetime import datetime
from email.utils import parsedate_to_datetime

import pytest

from adapters.smtp.mailer import SmtpMailer, smtp_mailer
from application.ports.mail.mailer import MailRefused, MailUnavailable
from domain.identifiers.order_number import order_number
from domain.orders.history import Entry, chained
from domain.orders.notices import OperatorNotice, ShopperNotice
from domain.orders.order import Order
from tests import builders, fact_builders, when
from tests.unit.adapters.smtp.post_office import Letterbox, letterbox


class StoppedClock:
    def now(self) -> datetime:
        return when.AT

    async def sleep(self, seconds: float) -> None:
        raise AssertionError("a mailer never waits")


def mailer_to(port: int, query: str = "", alerts_to: tuple[str, ...] = ("ops@shop.example",)) -> SmtpMailer:
    return smtp_mailer(
        smtp_url=f"smtp://127.0.0.1:{port}{query}",
        sender="Tee & Co <orders@shop.example>",
        alerts_to=alerts_to,
        public_url="https://shop.example/",
        api_url="https://pay.shop.example/",
        clock=StoppedClock(),
    )


def paid_by(email: str) -> tuple[Order, Entry]:
    order = builders.paid()
    order = replace(order, contact=replace(order.contact, email=email))
    return order, chained(order.id, order.head, order.changes, builders.AUDIT_SECRET)[-1]


async def confirm(box: Letterbox, email: str, time_out: float = 10) -> None:
    order, entry = paid_by(email)
    mailer = replace(mailer_to(box.port), time_out=time_out)
    await mailer.to_shopper(ShopperNotice.CONFIRMED, order, entry, f"{order.id}.3.shopper@till")


async def test_a_mail_arrives_with_its_headers_in_text_and_in_html() -> None:
    order, entry = paid_by("ada@shop.example")
    async with letterbox() as box:
        await mailer_to(box.port).to_shopper(ShopperNotice.CONFIRMED, order, entry, f"{order.id}.3.shopper@till")

    mail = box.only()
    assert mail["From"] == "Tee & Co <orders@shop.example>"
    assert mail["To"] == "ada@shop.example"
    assert mail["Message-ID"] == f"<{order.id}.3.shopper@till>"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert parsedate_to_datetime(mail["Date"]) == when.AT.replace(microsecond=0)
    assert [part.get_content_type() for part in mail.iter_parts()] == ["text/plain", "text/html"]
    assert box.envelopes[0].mail_from == "orders@shop.example"
    assert box.envelopes[0].rcpt_tos == ["ada@shop.example"]


async def test_the_same_mail_sent_twice_has_the_same_message_id() -> None:
    order, entry = paid_by("ada@shop.example")
    async with letterbox() as box:
        for _ in range(2):
            await mailer_to(box.port).to_shopper(ShopperNotice.CONFIRMED, order, entry, f"{order.id}.3.shopper@till")

    assert len({mail["Message-ID"] for mail in box.messages}) == 1
    assert len(box.messages) == 2


async def test_every_mail_has_a_connection_of_its_own_that_is_closed_behind_it() -> None:
    async with letterbox() as box:
        await confirm(box, "ada@shop.example")
        await confirm(box, "ada@shop.example")
        assert box.connections == 2


@pytest.mark.parametrize("code", ["550", "551", "553", "554"])
async def test_a_recipient_that_the_server_will_never_take_is_refused(code: str) -> None:
    async with letterbox(rcpt_answers={"nobody@shop.example": f"{code} no such user nobody@shop.example"}) as box:
        with pytest.raises(MailRefused) as refused:
            await confirm(box, "nobody@shop.example")
    assert code in str(refused.value)
    assert "nobody" not in str(refused.value), "a reason is stored and must not name the shopper"


@pytest.mark.parametrize("answer", ["421 closing", "450 busy", "451 greylisted", "452 full", "530 authenticate first"])
async def test_a_recipient_that_is_not_taken_now_is_tried_later(answer: str) -> None:
    async with letterbox(rcpt_answers={"ada@shop.example": answer}) as box:
        with pytest.raises(MailUnavailable):
            await confirm(box, "ada@shop.example")


async def test_content_that_the_server_will_never_take_is_refused() -> None:
    async with letterbox(data_answer="554 looks like spam") as box:
        with pytest.raises(MailRefused, match="DATA was answered 554"):
            await confirm(box, "ada@shop.example")


async def test_content_that_is_not_taken_now_is_tried_later() -> None:
    async with letterbox(data_answer="451 try again") as box:
        with pytest.raises(MailUnavailable):
            await confirm(box, "ada@shop.example")


async def test_a_sender_that_is_not_taken_is_our_own_fault_and_loses_no_mail() -> None:
    async with letterbox(mail_answer="550 you may not send as this") as box:
        with pytest.raises(MailUnavailable, match="550"):
            await confirm(box, "ada@shop.example")


async def test_a_password_that_is_not_taken_loses_no_mail() -> None:
    async with letterbox() as box:
        order, entry = paid_by("ada@shop.example")
        server = replace(mailer_to(box.port).server, username="till", password="wrong")
        mailer = replace(mailer_to(box.port), server=server)
        with pytest.raises(MailUnavailable):
            await mailer.to_shopper(ShopperNotice.CONFIRMED, order, entry, "id@till")
    assert box.messages == []


async def test_a_server_that_does_not_answer_is_left_after_the_time_out() -> None:
    async with letterbox(silent=True) as box, asyncio.timeout(5):
        with pytest.raises(MailUnavailable):
            await confirm(box, "ada@shop.example", time_out=0.2)


async def test_a_server_that_is_not_there_is_tried_later() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        nobody = Letterbox(port=taken.getsockname()[1])
        with pytest.raises(MailUnavailable):
            await confirm(nobody, "ada@shop.example")


async def test_a_server_without_encryption_gets_nothing_where_encryption_is_required() -> None:
    order, entry = paid_by("ada@shop.example")
    async with letterbox() as box:
        with pytest.raises(MailUnavailable):
            await mailer_to(box.port, "?starttls=required").to_shopper(ShopperNotice.CONFIRMED, order, entry, "id@till")
    assert box.messages == []


async def test_an_alert_goes_to_every_operator_that_the_server_takes() -> None:
    operators = ("ops@shop.example", "Night Shift <night@shop.example>", "gone@shop.example")
    async with letterbox(rcpt_answers={"gone@shop.example": "550 gone"}) as box:
        await mailer_to(box.port, alerts_to=operators).alert(builders.alert(), "alert.1@till")

    assert box.envelopes[0].rcpt_tos == ["ops@shop.example", "night@shop.example"]
    assert box.only()["To"] == "ops@shop.example, Night Shift <night@shop.example>, gone@shop.example"


async def test_a_mail_of_which_one_recipient_may_be_taken_later_is_not_given_up() -> None:
    answers = {"gone@shop.example": "550 gone", "busy@shop.example": "450 busy"}
    async with letterbox(rcpt_answers=answers) as box:
        with pytest.raises(MailUnavailable, match="450, 550"):
            await mailer_to(box.port, alerts_to=tuple(answers)).alert(builders.alert(), "alert.1@till")


async def test_an_address_beyond_ascii_is_sent_where_the_server_can() -> None:
    async with letterbox() as box:
        await confirm(box, "jürgen@bücher.example")
    assert box.envelopes[0].rcpt_tos == ["jürgen@xn--bcher-kva.example"]
    assert "jürgen@xn--bcher-kva.example" in box.only()["To"]


async def test_an_address_beyond_ascii_is_refused_where_the_server_can_not() -> None:
    async with letterbox(understands_utf8=False) as box:
        with pytest.raises(MailRefused):
            await confirm(box, "jürgen@shop.example")
        await confirm(box, "juergen@bücher.example")
    assert [envelope.rcpt_tos for envelope in box.envelopes] == [["juergen@xn--bcher-kva.example"]]


async def test_an_operator_is_reported_by_which_ids_to_find_what_happened() -> None:
    order = builders.paid()
    order = builders.with_facts(order, fact_builders.dispute_fact(order, dispute_id="du_1299"))
    entry = chained(order.id, order.head, order.changes, builders.AUDIT_SECRET)[-1]
    async with letterbox() as box:
        await mailer_to(box.port).to_operator(OperatorNotice.DISPUTE, order, entry, f"{order.id}.4.operator@till")

    text = box.only().get_body(("plain",))
    assert text is not None
    content = text.get_content()
    assert "du_1299" in content
    assert str(order.intent.id) in content
    assert f"https://pay.shop.example/admin#/orders/{order_number(order.id)}" in content
