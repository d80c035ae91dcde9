"""A checkout's token speaks for one order, is signed by a key of its own, and differs from every other token."""

from datetime import UTC, datetime, timedelta

import jwt
import pytest

from adapters.in_memory.system.clock import VirtualClock
from adapters.jwt.checkout_tokens import JwtCheckoutTokens, LoginOrCheckoutTokens
from adapters.jwt.shared_secret import SharedSecretTokens
from application.ports.edge.identity import Principal, TokenRefused
from domain.identifiers.types import OrderId, UserId

LOGIN_SECRET = "a-jwt-secret-of-more-than-32-bytes!"
SECRET = b"an audit secret that is long enough."
CLOCK = VirtualClock()
TOKENS = JwtCheckoutTokens([SECRET], CLOCK)
EITHER = LoginOrCheckoutTokens(login=SharedSecretTokens(secrets=[LOGIN_SECRET]), checkouts=TOKENS)
TOMORROW = CLOCK.now() + timedelta(days=1)
FAR = datetime(2099, 3, 14, tzinfo=UTC)
ORDER = OrderId("ord_0123456789ab")


async def test_a_checkouts_token_names_its_order_and_its_shopper() -> None:
    token = TOKENS.issue(ORDER, UserId("ada"), TOMORROW)

    assert token == TOKENS.issue(ORDER, UserId("ada"), TOMORROW)
    assert await EITHER(token) == Principal(subject="ada", order_id=ORDER)


async def test_a_token_of_the_login_speaks_for_no_order_whatever_it_claims() -> None:
    claims = {"sub": "ada", "exp": FAR, "iss": "till:checkout", "order": ORDER}

    assert (await EITHER(jwt.encode(claims, LOGIN_SECRET, "HS256"))).order_id is None


@pytest.mark.parametrize(
    "secret",
    [LOGIN_SECRET, SECRET.decode(), "another-secret-of-more-than-32-bytes!"],
)
async def test_only_tills_own_key_makes_a_checkouts_token(secret: str) -> None:
    claims = {"sub": "ada", "exp": TOMORROW, "iss": "till:checkout", "order": ORDER}
    forged = jwt.encode(claims, secret, "HS256", headers={"typ": "till-checkout+jwt"})

    with pytest.raises(TokenRefused, match="not valid"):
        await EITHER(forged)


async def test_while_the_secret_is_rotated_the_first_signs_and_each_verifies() -> None:
    added = JwtCheckoutTokens([SECRET, b"a newer audit secret, as long as it"], CLOCK)
    switched = JwtCheckoutTokens([b"a newer audit secret, as long as it", SECRET], CLOCK)
    removed = JwtCheckoutTokens([b"a newer audit secret, as long as it"], CLOCK)

    before, after = (tokens.issue(ORDER, UserId("ada"), TOMORROW) for tokens in (added, switched))
    assert before == TOKENS.issue(ORDER, UserId("ada"), TOMORROW)
    for tokens in (added, switched):
        assert [(await tokens(token)).order_id for token in (before, after)] == [ORDER, ORDER]
    assert (await removed(after)).order_id == ORDER
    with pytest.raises(TokenRefused, match="not valid"):
        await removed(before)


async def test_an_old_token_is_refused_and_so_is_one_without_an_order() -> None:
    old = TOKENS.issue(ORDER, UserId("ada"), CLOCK.now() - timedelta(hours=1))
    with pytest.raises(TokenRefused, match="expired"):
        await EITHER(old)
    without = jwt.encode(
        {"sub": "ada", "exp": TOMORROW, "iss": "till:checkout"},
        TOKENS._keys[0],
        "HS256",
        headers={"typ": "till-checkout+jwt"},
    )
    with pytest.raises(TokenRefused, match="not valid"):
        await EITHER(without)
