"""An address is accepted only if a mail can be sent to it."""

import idna
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.text.mail_address import (
    LONGEST,
    PATTERN,
    MalformedMailAddress,
    is_mailable,
    mail_address_parts,
    matches_pattern,
)

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
    "\ud800@c.example",
    "a@localhost",
    f"a@{'c.' * LONGEST}example",
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
def test_an_address_that_no_mail_can_be_sent_to_is_not_mailable(address: str) -> None:
    assert not is_mailable(address, idna.encode)


@pytest.mark.parametrize("address", SENDABLE)
def test_an_address_that_a_mail_can_be_sent_to_is_mailable(address: str) -> None:
    assert is_mailable(address, idna.encode)


def test_the_parts_are_the_local_part_and_the_domain_in_ascii() -> None:
    assert mail_address_parts("Ada@MÜLLER.example", idna.encode) == ("Ada", "xn--mller-kva.example")


def test_our_own_mail_may_go_to_a_host_without_a_dot() -> None:
    assert mail_address_parts("root@localhost", idna.encode) == ("root", "localhost")


def test_a_domain_that_idna_refuses_has_no_parts() -> None:
    with pytest.raises(MalformedMailAddress, match="no valid domain"):
        mail_address_parts("a@\N{HEAVY BLACK HEART}.example", idna.encode)


@given(st.from_regex(PATTERN) | st.from_regex(r"\A[a-zäü,<._-]{1,9}@[a-zäüß_.-]{1,12}\Z"))
def test_a_mailable_address_matches_the_pattern_and_has_an_ascii_domain(address: str) -> None:
    if is_mailable(address, idna.encode):
        assert matches_pattern(address)
        assert mail_address_parts(address, idna.encode)[1].isascii()
