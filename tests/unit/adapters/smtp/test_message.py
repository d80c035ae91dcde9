"""No text of anybody's can become a header, a recipient or a command."""

from email import message_from_bytes
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8, default

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from adapters.smtp.letters.letter import Letter
from adapters.smtp.letters.plain_text import plain
from adapters.smtp.sending.mailboxes import mailbox, named_mailbox
from adapters.smtp.sending.message import composed
from application.ports.mail.mailer import MailRefused
from tests import when

HEADERS = ["From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "MIME-Version", "Content-Type"]
INJECTION = "x\r\nBcc: victim@shop.example\r\n\r\nforged"
anything = st.text(max_size=200)


def message(subject: str, name: str, message_id: str, to: str = "ada@shop.example") -> EmailMessage:
    letter = Letter(language="en", sender=name, subject=subject, heading=subject, paragraphs=(name,))
    sender = mailbox("orders@shop.example", name)
    return composed(letter, sender=sender, to=(mailbox(to),), message_id=message_id, at=when.AT)


@given(subject=anything, name=anything, message_id=anything)
@example(subject=INJECTION, name=INJECTION, message_id=INJECTION)
@example(subject="\ud800", name="\ud800", message_id="\ud800é")
def test_nothing_injects_a_header(subject: str, name: str, message_id: str) -> None:
    written = message(subject, name, message_id)

    parsed = message_from_bytes(written.as_bytes(policy=SMTP), policy=default)

    assert [*parsed] == HEADERS
    assert parsed["To"] == "ada@shop.example"
    assert "\n" not in parsed["Subject"]
    assert parsed["From"].addresses[0].addr_spec == "orders@shop.example"


@given(address=st.text(max_size=80) | st.emails() | st.from_regex(r"[^@]{1,20}@[a-zé.-]{1,30}", fullmatch=True))
@example(address="a@b.example\r\nRCPT TO:<victim@shop.example>")
@example(address="a@b.example,victim@shop.example")
@example(address="<a@b.example> SIZE=1")
@example(address='"a b"@b.example')
@example(address="\ud800@b.example")
def test_an_address_is_sent_to_alone_or_refused(address: str) -> None:
    try:
        to = mailbox(address)
    except MailRefused:
        return

    assert to.domain.isascii()
    assert not any(each.isspace() or each in '<>,;"\x00' for each in to.addr_spec)
    written = message("Order", "Tee", "id@till", address)
    parsed = message_from_bytes(written.as_bytes(policy=SMTPUTF8), policy=SMTPUTF8)
    assert [*parsed] == HEADERS
    (read,) = parsed["To"].addresses
    assert read.addr_spec.encode(errors="surrogateescape").decode() == to.addr_spec


@pytest.mark.parametrize(
    "address",
    [
        "",
        "nobody",
        "@shop.example",
        "ada@",
        "ada@shop..example",
        "ada@-shop.example",
        "a da@shop.example",
        "ada@shop.example\n",
        "ada\u202e@shop.example",
        "ada@xn--\u00df.\u2028",
        f"{'a' * 65}@shop.example",
    ],
)
def test_an_address_that_no_server_can_take_is_refused(address: str) -> None:
    with pytest.raises(MailRefused) as refused:
        mailbox(address)
    assert not address or address not in str(refused.value)


@pytest.mark.parametrize(
    ("address", "domain"),
    [
        ("ada@BÜCHER.example", "xn--bcher-kva.example"),
        ("ada@straße.example", "xn--strae-oqa.example"),
        ("ada@Shop.Example", "shop.example"),
        ("ada+tea@localhost", "localhost"),
    ],
)
def test_a_domain_is_encoded_in_ascii(address: str, domain: str) -> None:
    assert mailbox(address).domain == domain


def test_a_name_before_an_address_is_kept_and_made_plain() -> None:
    assert named_mailbox("Tee & Co <orders@shop.example>") == Address("Tee & Co", "orders", "shop.example")
    assert mailbox("orders@shop.example", "Tee\r\nBcc: x").display_name == "Tee  Bcc: x"


@given(anything)
def test_what_was_made_plain_is_one_line_and_stays_plain(text: str) -> None:
    once = plain(text)
    assert len(once.splitlines()) <= 1
    assert plain(once) == once
    once.encode()


@given(first=st.text(max_size=40), second=st.text(max_size=40))
def test_different_ids_never_share_a_message_id(first: str, second: str) -> None:
    assume(first != second)
    assert message("s", "n", first)["Message-ID"] != message("s", "n", second)["Message-ID"]
