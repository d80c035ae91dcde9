"""The public keys that an identity provider lists at its JWKS URL, kept up to date as they are rotated."""

import asyncio
import json
import time
from collections.abc import Callable, Mapping
from typing import Any, Final

import aiohttp
import jwt
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

from application.ports.edge.identity import KeysUnreachable

ALGORITHMS: Final = ("RS256", "ES256")
_FRESH_SECONDS: Final = 600.0  # how long a withdrawn key may still be believed while its list can be fetched
_FLOOR_SECONDS: Final = 10.0  # between two fetches, so that tokens with invented key ids can't flood the provider
_TIMEOUT_SECONDS: Final = 0.25  # a provider that is well answers by then: a withdrawn key is hardly believed longer
_TIMEOUT: Final = aiohttp.ClientTimeout(total=5, connect=2)
_LARGEST_DOCUMENT: Final = 256 * 1024
_SHORTEST_RSA_BITS: Final = 2048  # RFC 7518 §3.3


class KeySet:
    """Keys by their id. When the provider does not answer, the last list it gave stays in use."""

    def __init__(self, url: str, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._url = url
        self._monotonic = monotonic
        self._keys: Mapping[str | None, jwt.PyJWK] | None = None
        self._asked_at: float | None = None
        self._fetched_at: float | None = None
        self._refreshing: asyncio.Task[None] | None = None

    async def find(self, key_id: str | None) -> jwt.PyJWK | None:
        """The key of that id; without an id the only key there is. None when the provider lists no such key.

        Who brings a known key waits for no provider that hangs; who brings another one waits for one fetch at most.
        Raises KeysUnreachable when no list was ever had.
        """
        if self._lookup(key_id) is not None:
            if self._stale() and not self._is_refreshing():
                await asyncio.wait((self._refresh(),), timeout=_TIMEOUT_SECONDS)
        elif self._is_refreshing() or self._may_ask():
            await asyncio.shield(self._refresh())
        if self._keys is None:
            raise KeysUnreachable("the identity provider's keys can't be fetched")
        return self._lookup(key_id)

    def _lookup(self, key_id: str | None) -> jwt.PyJWK | None:
        keys = self._keys or {}
        if key_id is None:
            return next(iter(keys.values())) if len(keys) == 1 else None
        return keys.get(key_id)

    def _stale(self) -> bool:
        old = self._fetched_at is None or self._monotonic() - self._fetched_at >= _FRESH_SECONDS
        return old and self._may_ask()

    def _may_ask(self) -> bool:
        return self._asked_at is None or self._monotonic() - self._asked_at >= _FLOOR_SECONDS

    def _is_refreshing(self) -> bool:
        return self._refreshing is not None and not self._refreshing.done()

    def _refresh(self) -> asyncio.Task[None]:
        """The one fetch under way, started if there is none; cancelling one of its callers does not cancel it."""
        if self._refreshing is None or self._refreshing.done():
            self._refreshing = asyncio.create_task(self._refreshed())
        return self._refreshing

    async def _refreshed(self) -> None:
        try:
            self._keys = await self._fetch()
            self._fetched_at = self._monotonic()
        # The list that was had before stays in use; where there is none, `find` says so.
        except (aiohttp.ClientError, TimeoutError, ValueError, RecursionError):
            return
        finally:
            self._asked_at = self._monotonic()

    async def _fetch(self) -> Mapping[str | None, jwt.PyJWK]:
        async with (
            aiohttp.ClientSession(timeout=_TIMEOUT, trust_env=True) as session,
            session.get(self._url, allow_redirects=False, headers={"Accept": "application/json"}) as answer,
        ):
            if answer.status != 200:
                raise ValueError("the key set was not given")
            body = await answer.content.read(_LARGEST_DOCUMENT + 1)
            while len(body) <= _LARGEST_DOCUMENT and (more := await answer.content.read(_LARGEST_DOCUMENT)):
                body += more
        if len(body) > _LARGEST_DOCUMENT:
            raise ValueError("the key set is too large")
        return keys_of(json.loads(body))


def keys_of(document: object) -> Mapping[str | None, jwt.PyJWK]:
    """The usable signing keys of a JWK set by their id; ValueError when it is none or holds not one usable key."""
    entries = document.get("keys") if isinstance(document, dict) else None
    usable = [key for entry in entries if (key := _usable(entry)) is not None] if isinstance(entries, list) else []
    if not usable:
        raise ValueError("not a JWK set with a usable key")
    return {key.key_id: key for key in usable}


def _usable(entry: Any) -> jwt.PyJWK | None:
    if not isinstance(entry, dict) or entry.get("use", "sig") != "sig" or entry.get("kty") not in ("RSA", "EC"):
        return None
    try:
        key = jwt.PyJWK(entry)
    # Lists may name kinds of keys that PyJWT does not know; they are not ours to use.
    except (jwt.PyJWTError, ValueError, TypeError):
        return None
    if key.algorithm_name not in ALGORITHMS:
        return None
    if isinstance(key.key, RSAPublicKey) and key.key.key_size < _SHORTEST_RSA_BITS:
        return None
    return key
