"""What was found out about a token is remembered, and never for longer or for another key than it is true."""

import hashlib
import time
from typing import Any
from unittest.mock import patch

import jwt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.jwt import decoding
from adapters.jwt.decoding import LEEWAY_SECONDS, Decoder
from application.ports.edge.identity import TokenRefused

SECRET = "a-jwt-secret-of-more-than-32-bytes!"
OTHER_SECRET = "another-secret-of-more-than-32-bytes"


class Clock:
    """Seconds that a test moves."""

    def __init__(self) -> None:
        self.seconds = time.time()

    def __call__(self) -> float:
        return self.seconds


def token(subject: str = "u_1299", secret: str = SECRET, **claims: Any) -> str:
    return jwt.encode({"sub": subject, "exp": int(time.time()) + 600} | claims, secret, algorithm="HS256")


def decodings(decode: Decoder, *tokens: str) -> int:
    """How often PyJWT was asked for these."""
    with patch.object(jwt, "decode", side_effect=jwt.decode) as asked:
        for one in tokens:
            decode(one, SECRET, "HS256")
    return asked.call_count


def test_a_token_that_comes_again_is_decoded_once() -> None:
    decode = Decoder(None, None)
    ada, bob = token("ada"), token("bob")

    assert decodings(decode, ada, ada, bob, ada, bob) == 2
    assert decode(ada, SECRET, "HS256").subject == "ada"
    assert decode(bob, SECRET, "HS256").subject == "bob"


def test_a_token_is_forgotten_when_it_expires() -> None:
    clock = Clock()
    decode = Decoder(None, None, clock)
    one = token(exp=int(clock.seconds) + 60)
    decode(one, SECRET, "HS256")

    clock.seconds += 60 + LEEWAY_SECONDS
    assert decodings(decode, one) == 1


def test_a_remembered_token_is_not_believed_by_another_key() -> None:
    decode = Decoder(None, None)
    one = token()
    decode(one, SECRET, "HS256")

    with pytest.raises(TokenRefused, match="not valid"):
        decode(one, OTHER_SECRET, "HS256")


def test_a_refusal_is_not_remembered() -> None:
    decode = Decoder(None, None)
    early = token(nbf=int(time.time()) + 1000)
    with pytest.raises(TokenRefused):
        decode(early, SECRET, "HS256")

    with patch.object(decoding, "LEEWAY_SECONDS", 1001):
        assert decode(early, SECRET, "HS256").subject == "u_1299"


@given(st.integers(min_value=0), st.sampled_from("AZaz09-_=.!"))
def test_a_remembered_token_that_was_changed_anywhere_is_refused(place: int, instead: str) -> None:
    decode = Decoder(None, None)
    good = token()
    decode(good, SECRET, "HS256")
    # The last character's low bits are padding (RFC 4648 §3.5).
    at = place % (len(good) - 1)
    changed = good[:at] + instead + good[at + 1 :]

    if changed != good:
        with pytest.raises(TokenRefused):
            decode(changed, SECRET, "HS256")


def test_only_so_many_are_remembered_and_the_oldest_goes() -> None:
    decode = Decoder(None, None)
    first, second, third = token("first"), token("second"), token("third")

    with patch.object(decoding, "_REMEMBERED", 2):
        assert decodings(decode, first, second, third) == 3
    assert decodings(decode, second, third) == 0
    assert decodings(decode, first) == 1


def test_no_token_is_kept() -> None:
    decode = Decoder(None, None)
    one = token()
    decode(one, SECRET, "HS256")

    held = repr(vars(decode))
    assert one not in held
    assert one.rpartition(".")[2] not in held
    assert repr(hashlib.sha256(one.encode()).digest()) in held
