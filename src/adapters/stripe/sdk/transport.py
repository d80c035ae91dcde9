"""The transport to Stripe over a network, with a timeout and a measurement of each call."""

import os
import ssl
from collections.abc import Callable, Mapping
from time import perf_counter
from typing import Any, Protocol

import aiohttp
import stripe

from adapters.stripe.sdk.routes import route_of
from adapters.system.proxies import Proxies

LONGEST_CALL = 8.0
"""Seconds for a whole call but a confirm, body included. A checkout makes two at most, so that even then its 503 is out
before the half minute after which load balancers give up; a longer call is settled by the worker."""

LONGEST_CONFIRM = 30.0
"""Seconds for a confirm: a bank may take so long to answer, and what it answers later is known by webhook alone."""

LONGEST_CONNECT = 3.0
"""Seconds to reach Stripe at all; a longer handshake does not get better."""

Watch = Callable[[str, str, int | None, float], None]
"""Called after each call with method, route without ids, status (None without an answer) and seconds."""


def unwatched(method: str, route: str, status: int | None, seconds: float) -> None:
    """Nobody watches."""


class Transport(Protocol):
    """A client of the SDK, as far as it is used here."""

    async def request_async(
        self, method: str, url: str, headers: Mapping[str, str], post_data: Any = None
    ) -> tuple[Any, int, Mapping[str, str]]: ...

    async def close_async(self) -> None: ...


def unanswered(why: Exception) -> stripe.APIConnectionError:
    """The SDK's error for a call without an answer."""
    return stripe.APIConnectionError(type(why).__name__)  # type: ignore[no-untyped-call]


class _Session:
    """A session of aiohttp that honours HTTPS_PROXY and NO_PROXY, opened at the first request.

    The SDK would open one of its own, which ignores them.
    """

    def __init__(self, confirm_timeout: aiohttp.ClientTimeout) -> None:
        self._opened: aiohttp.ClientSession | None = None
        self._confirm_timeout = confirm_timeout
        self._proxies = Proxies()

    async def request(self, method: str, url: str, **options: Any) -> aiohttp.ClientResponse:
        """Sends one request; a confirm is given its own time."""
        if url.endswith("/confirm"):
            options["timeout"] = self._confirm_timeout
        if self._opened is None:
            authorities = ssl.create_default_context(cafile=None if _names_authorities() else stripe.ca_bundle_path)
            self._opened = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(ssl=authorities), cookie_jar=aiohttp.DummyCookieJar()
            )
        return await self._opened.request(method, url, **self._proxies.of(url), **options)

    async def close(self) -> None:
        """Closes the session."""
        if self._opened is not None:
            await self._opened.close()


class _NetworkClient(stripe.AIOHTTPClient):
    def __init__(self, timeout: aiohttp.ClientTimeout, confirm_timeout: aiohttp.ClientTimeout) -> None:
        self._own_session = _Session(confirm_timeout)
        super().__init__(timeout=timeout, session=self._own_session)

    async def close_async(self) -> None:
        await self._own_session.close()


def _names_authorities() -> bool:
    """Whether the environment names certificate authorities of its own, as behind a proxy that reads TLS."""
    return bool(os.environ.get("SSL_CERT_FILE") or os.environ.get("SSL_CERT_DIR"))


def over_the_network(longest: float = LONGEST_CALL, longest_confirm: float = LONGEST_CONFIRM) -> Transport:
    """Returns the SDK's client over aiohttp, with the seconds that a whole call, or a confirm, may take.

    It belongs to the event loop of its first call and must be closed in it. It honours HTTPS_PROXY, NO_PROXY and
    SSL_CERT_FILE.
    """
    connect = min(longest, LONGEST_CONNECT)
    return _NetworkClient(
        aiohttp.ClientTimeout(total=longest, sock_connect=connect),
        aiohttp.ClientTimeout(total=longest_confirm, sock_connect=connect),
    )


def _text_or_nothing(body: bytes) -> bytes:
    """The SDK stumbles over a body that is no text before it looks at the status."""
    try:
        body.decode()
    except UnicodeDecodeError:
        return b""
    return body


class WatchedClient(stripe.HTTPClient):
    """Another client with every call measured, and every way of getting no answer raised as the SDK's one error.

    The SDK's own client lets aiohttp's exceptions through when a connection breaks while the body is read.
    """

    name = "watched"

    def __init__(self, inner: Transport, watch: Watch = unwatched) -> None:
        super().__init__()
        self._inner = inner
        self._watch = watch

    async def request_async(
        self, method: str, url: str, headers: Mapping[str, str], post_data: Any = None
    ) -> tuple[bytes, int, Mapping[str, str]]:
        """One call, never repeated. Raises `stripe.APIConnectionError`."""
        status: int | None = None
        begun = perf_counter()
        try:
            body, status, headers_received = await self._inner.request_async(method, url, headers, post_data)
        except (aiohttp.ClientError, OSError) as lost:
            raise unanswered(lost) from None
        finally:
            self._watch(method.upper(), route_of(url), status, perf_counter() - begun)
        return _text_or_nothing(body), status, {name.lower(): value for name, value in headers_received.items()}

    async def request_with_retries_async(  # type: ignore[override]
        self, method: str, url: str, headers: Mapping[str, str], post_data: Any = None, **_: object
    ) -> tuple[bytes, int, Mapping[str, str]]:
        """One call too: Till does its own retrying, and the SDK's loop would count and measure for nobody."""
        return await self.request_async(method, url, headers, post_data)

    async def close_async(self) -> None:
        """Close the connections."""
        await self._inner.close_async()
