"""Tokens signed by HS256 with a secret that the shop's backend and Till share."""

from typing import Final

from adapters.jwt.decoding import Decoder
from application.ports.edge.identity import Principal

_ALGORITHM: Final = "HS256"


class SharedSecretTokens:
    """Verifies HS256 alone, whatever the token's header asks for; issuer and audience only where they are set."""

    def __init__(self, *, secret: str, issuer: str | None = None, audience: str | None = None) -> None:
        self._secret = secret
        self._decode = Decoder(issuer, audience)

    async def __call__(self, token: str) -> Principal:
        return self._decode(token, self._secret, _ALGORITHM)
