"""Tokens signed by HS256 with a secret that the shop's backend and Till share."""

from collections.abc import Sequence
from typing import Final

from adapters.jwt.decoding import Decoder, SignedByAnother
from application.ports.edge.identity import Principal, TokenRefused

_ALGORITHM: Final = "HS256"


class SharedSecretTokens:
    """Verifies HS256 alone, whatever the token's header asks for; issuer and audience only where they are set.

    There are several secrets while one is rotated, and any may have signed a token.
    """

    def __init__(self, *, secrets: Sequence[str], issuer: str | None = None, audience: str | None = None) -> None:
        self._secrets = tuple(secrets)
        self._decode = Decoder(issuer, audience)

    async def __call__(self, token: str) -> Principal:
        for secret in self._secrets:
            try:
                return self._decode(token, secret, _ALGORITHM)
            except SignedByAnother:
                continue
        raise TokenRefused("the token is not valid")
