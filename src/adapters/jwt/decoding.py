"""One token checked against one key: the only call into PyJWT's decoder, with its latest results cached."""

import hashlib
import time
from collections.abc import Callable
from typing import Any, Final, NamedTuple

import jwt

from adapters.jwt.claims import principal_of
from application.ports.edge.identity import Principal, TokenRefused

LONGEST_TOKEN: Final = 8192  # what common proxies allow for all headers together
LEEWAY_SECONDS: Final = 30  # clocks of servers that do not know each other
_REMEMBERED: Final = 4096  # callers that one process serves at about the same time; some 2 MiB


def unverified_header(token: str) -> dict[str, Any]:
    """The token's header, to choose a key by; nothing in it may be believed."""
    _require_sound_length(token)
    try:
        return jwt.get_unverified_header(token)
    # A hostile header makes the JSON decoder below PyJWT fail in ways that PyJWT does not translate.
    except (jwt.PyJWTError, ValueError, RecursionError):
        raise TokenRefused("the token is malformed") from None


class SignedByAnother(TokenRefused):
    """Another key than the one it was checked by signed the token."""


class _Known(NamedTuple):
    key: Any
    until: float
    principal: Principal


class Decoder:
    """Verifies tokens and returns their caller.

    A caller sends the same token with each of many requests. What was found is remembered under the token's SHA-256
    (never the token) for as long as the token lasts and is checked by the very same key. Refusals are not remembered.
    """

    def __init__(self, issuer: str | None, audience: str | None, now: Callable[[], float] = time.time) -> None:
        self._issuer = issuer
        self._audience = audience
        self._now = now
        self._known: dict[bytes, _Known] = {}

    def __call__(self, token: str, key: Any, algorithm: str) -> Principal:
        """The caller, if `key` signed the token by `algorithm` and its claims hold now.

        Raises `TokenRefused`, as `SignedByAnother` where another key signed it.
        """
        _require_sound_length(token)
        digest = hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()
        known = self._known.get(digest)
        if known is not None and known.key is key and self._now() < known.until:
            return known.principal
        claims = _claims(token, key, algorithm, self._issuer, self._audience)
        principal = principal_of(claims)
        self._known.pop(digest, None)
        self._known[digest] = _Known(key, int(claims["exp"]) + LEEWAY_SECONDS, principal)
        if len(self._known) > _REMEMBERED:
            del self._known[next(iter(self._known))]
        return principal


def _require_sound_length(token: str) -> None:
    if len(token) > LONGEST_TOKEN:
        raise TokenRefused("the token is too long")


def _claims(token: str, key: Any, algorithm: str, issuer: str | None, audience: str | None) -> dict[str, Any]:
    try:
        return jwt.decode(
            token,
            key,
            algorithms=[algorithm],
            issuer=issuer,
            audience=audience,
            leeway=LEEWAY_SECONDS,
            options={"require": ["exp", "sub"], "verify_aud": audience is not None, "verify_iss": issuer is not None},
        )
    except jwt.ExpiredSignatureError:
        raise TokenRefused("the token has expired") from None
    except jwt.InvalidAlgorithmError:
        raise TokenRefused(f"the token is not signed by {algorithm}") from None
    except jwt.InvalidSignatureError:
        raise SignedByAnother("the token is not valid") from None
    except jwt.PyJWTError:
        raise TokenRefused("the token is not valid") from None
    except (ValueError, TypeError, OverflowError, RecursionError):
        raise TokenRefused("the token is malformed") from None
