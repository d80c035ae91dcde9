"""Till's own tokens, each for one order alone, beside the tokens of the shop's login."""

import hashlib
import hmac
from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any, Final

import jwt

from adapters.jwt.decoding import LEEWAY_SECONDS, LONGEST_TOKEN, unverified_header
from application.ports.edge.identity import Principal, TokenRefused, TokenVerifier
from application.ports.system.clock import Clock
from domain.identifiers.types import OrderId, UserId

_ALGORITHM: Final = "HS256"
_TYPE: Final = "till-checkout+jwt"
"""The header's `typ`, that distinguishes a checkout's token from any other (RFC 8725, 3.11)."""
_ISSUER: Final = "till:checkout"
_LONGEST_HEADER: Final = 512
"""Characters of a header that is remembered, which bounds the memory that hostile ones take."""


class JwtCheckoutTokens:
    """Issues and verifies the tokens of checkouts, each signed by a key that is derived from one of Till's secrets.

    The first secret's key signs; while a secret is rotated there are several, and any of their keys may have signed.
    The keys sign nothing else, and the login's key is never tried on these tokens.
    """

    def __init__(self, secrets: Sequence[bytes], clock: Clock) -> None:
        self._clock = clock
        self._keys = [hmac.new(secret, b"till:checkout-token:1", hashlib.sha256).digest() for secret in secrets]

    def issue(self, order_id: OrderId, user_id: UserId, expires_at: datetime) -> str:
        """Returns the token of an order."""
        claims = {"iss": _ISSUER, "sub": user_id, "order": order_id, "exp": int(expires_at.timestamp())}
        return jwt.encode(claims, self._keys[0], _ALGORITHM, headers={"typ": _TYPE})

    async def __call__(self, token: str) -> Principal:
        """Returns the caller that a checkout's token speaks for; raises `TokenRefused`."""
        claims = self._claims(token)
        if int(claims["exp"]) + LEEWAY_SECONDS < self._clock.now().timestamp():
            raise TokenRefused("the checkout's token has expired")
        return Principal(subject=str(claims["sub"]), order_id=OrderId(str(claims["order"])))

    def _claims(self, token: str) -> dict[str, Any]:
        for key in self._keys:
            try:
                claims: dict[str, Any] = jwt.decode(
                    token,
                    key,
                    algorithms=[_ALGORITHM],
                    issuer=_ISSUER,
                    options={"require": ["exp", "sub", "order"], "verify_exp": False},
                )
            except jwt.InvalidSignatureError:
                continue
            except (jwt.PyJWTError, ValueError, TypeError, OverflowError, RecursionError):
                break
            return claims
        raise TokenRefused("the checkout's token is not valid")


class LoginOrCheckoutTokens:
    """Verifies the login's tokens and the checkouts', each by its own key alone."""

    def __init__(self, *, login: TokenVerifier, checkouts: TokenVerifier) -> None:
        self._login = login
        self._checkouts = checkouts

    async def __call__(self, token: str) -> Principal:
        """Returns the caller; raises as either does."""
        return await (self._checkouts if _is_checkouts(token) else self._login)(token)


def _is_checkouts(token: str) -> bool:
    header, dot, rest = token.partition(".")
    # All tokens of one issuer have the same header. What is malformed behind it is for the verifier to refuse.
    if dot and rest.count(".") == 1 and len(header) <= _LONGEST_HEADER and len(token) <= LONGEST_TOKEN:
        return _header_is_checkouts(header)
    return bool(unverified_header(token).get("typ") == _TYPE)


@lru_cache(maxsize=256)
def _header_is_checkouts(header: str) -> bool:
    return bool(unverified_header(f"{header}..").get("typ") == _TYPE)
