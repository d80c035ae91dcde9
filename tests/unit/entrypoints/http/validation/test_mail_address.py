"""The API takes an address only if a mail can be sent to it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.smtp.sending.mailboxes import mailbox
from entrypoints.http.validation.mail_address import PATTERN, is_mailable

UNSENDABLE = [
    "a,b@c.example",
    "a;b@c.example",
    "a<b@c.example",
    'a"b@c.example',
    "a(b)@c.example",
    "a:b@c.example",
    "a\\@c.example",
    "a@b@c.example",
    "a b@c.example",
    "a\u3000b@c.example",
    "a\u2028b@c.example",
    "a\u202eb@c.example",
    "a\ufeff@c.example",
    "a@c,d.example",
    "a@-c.example",
    "a@c-.example",
    "a@c_d.example",
    "a@[1.2.3.4]",
    "a@c.example>",
    "a@c.example.",
    "a@c..example",
    "a@c\u2028.example",
    "a@c\u3000.example",
    "a@\N{HEAVY BLACK HEART}.example",
    "a@ü-.example",
    f"a@{'c' * 64}.example",
    f"a@{'ü' * 60}.example",
    f"{'a' * 65}@c.example",
    "@c.example",
    "a@",
    "a",
    "",
]
SENDABLE = [
    "ada@shop.example",
    "Ada.Lovelace+till@Mail.Shop.example",
    "o'brien!#$%&*/=?^_`{|}~-@c.example",
    "ä@c.example",
    "用户@例子.广告",
    "ada@müller.example",
    "ada@MÜLLER.example",
    "ada@xn--mller-kva.example",
    "ada@例え。テスト",
    "a@1-2.example",
]


@pytest.mark.parametrize("address", UNSENDABLE)
def test_what_no_mail_can_be_sent_to_is_not_taken(address: str) -> None:
    assert not is_mailable(address)


@pytest.mark.parametrize("address", SENDABLE)
def test_what_a_mail_can_be_sent_to_is_taken(address: str) -> None:
    assert is_mailable(address)
    assert mailbox(address).addr_spec


@given(st.from_regex(PATTERN) | st.from_regex(r"\A[a-zäü,<._-]{1,9}@[a-zäüß_.-]{1,12}\Z"))
def test_whatever_is_taken_can_be_sent_to(address: str) -> None:
    if is_mailable(address):
        assert mailbox(address).addr_spec
