"""Tokens signed by HS256 with a secret that the shop's backend and Till share."""

from dataclasses import dataclass, field
from typing import Final

from adapters.jwt.decoding import decode, unverified_header
from application.ports.identity import Principal, TokenRefused

_ALGORITHM: Final = "HS256"


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedSecretTokens:
    """Verifies HS256 alone, whatever the token's header asks for; issuer and audience only where they are set."""

    secret: str = field(repr=False)
    issuer: str | None = None
    audience: str | None = None

    async def __call__(self, token: str) -> Principal:
        if unverified_header(token).get("alg") != _ALGORITHM:
            raise TokenRefused("the token is not signed by HS256")
        return decode(token, self.secret, _ALGORITHM, self.issuer, self.audience)
