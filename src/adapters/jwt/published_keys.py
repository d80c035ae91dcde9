"""Tokens signed by an identity provider whose public keys are fetched from its JWKS URL."""

from dataclasses import dataclass

from adapters.jwt.decoding import decode, unverified_header
from adapters.jwt.key_set import ALGORITHMS, KeySet
from application.ports.identity import Principal, TokenRefused


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedKeyTokens:
    """Verifies RS256 and ES256 by the algorithm that the key is for, never by the token's choice alone."""

    keys: KeySet
    issuer: str | None = None
    audience: str | None = None

    async def __call__(self, token: str) -> Principal:
        header = unverified_header(token)
        key_id = header.get("kid")
        if header.get("alg") not in ALGORITHMS or not (key_id is None or isinstance(key_id, str)):
            raise TokenRefused("the token is not signed by RS256 or ES256")
        key = await self.keys.find(key_id)
        if key is None or key.algorithm_name != header["alg"]:
            raise TokenRefused("the token is signed by an unknown key")
        return decode(token, key.key, key.algorithm_name, self.issuer, self.audience)
