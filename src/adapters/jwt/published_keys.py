"""Tokens signed by an identity provider whose public keys are fetched from its JWKS URL."""

from adapters.jwt.decoding import Decoder, unverified_header
from adapters.jwt.key_set import ALGORITHMS, KeySet
from application.ports.edge.identity import Principal, TokenRefused


class PublishedKeyTokens:
    """Verifies RS256 and ES256 by the algorithm that the key is for, never by the token's choice alone."""

    def __init__(self, *, keys: KeySet, issuer: str | None = None, audience: str | None = None) -> None:
        self._keys = keys
        self._decode = Decoder(issuer, audience)

    async def __call__(self, token: str) -> Principal:
        header = unverified_header(token)
        key_id = header.get("kid")
        if header.get("alg") not in ALGORITHMS or not (key_id is None or isinstance(key_id, str)):
            raise TokenRefused("the token is not signed by RS256 or ES256")
        key = await self._keys.find(key_id)
        if key is None or key.algorithm_name != header["alg"]:
            raise TokenRefused("the token is signed by an unknown key")
        return self._decode(token, key.key, key.algorithm_name)
