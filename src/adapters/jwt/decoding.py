"""One token checked against one key: the only call into PyJWT's decoder."""

from typing import Any, Final

import jwt

from adapters.jwt.claims import principal_of
from application.ports.identity import Principal, TokenRefused

LONGEST_TOKEN: Final = 8192  # what common proxies allow for all headers together
LEEWAY_SECONDS: Final = 30  # clocks of servers that do not know each other


def unverified_header(token: str) -> dict[str, Any]:
    """The token's header, to choose a key by; nothing in it may be believed."""
    if len(token) > LONGEST_TOKEN:
        raise TokenRefused("the token is too long")
    try:
        return jwt.get_unverified_header(token)
    # A hostile header makes the JSON decoder below PyJWT fail in ways that PyJWT does not translate.
    except (jwt.PyJWTError, ValueError, RecursionError):
        raise TokenRefused("the token is malformed") from None


def decode(token: str, key: Any, algorithm: str, issuer: str | None, audience: str | None) -> Principal:
    """Who the token speaks for, if `key` signed it by `algorithm` and its claims hold now."""
    try:
        claims = jwt.decode(
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
    except jwt.PyJWTError:
        raise TokenRefused("the token is not valid") from None
    except (ValueError, TypeError, OverflowError, RecursionError):
        raise TokenRefused("the token is malformed") from None
    return principal_of(claims)
