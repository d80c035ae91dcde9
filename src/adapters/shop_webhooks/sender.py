"""Posts events to the shop's endpoints over HTTP."""

from collections.abc import Callable, Sequence
from datetime import datetime
from time import perf_counter

import aiohttp

from adapters.shop_webhooks.body import event_body
from adapters.shop_webhooks.signature import Signer
from adapters.system.proxies import Proxies
from application.ports.shop.webhooks import Endpoint, NotDelivered
from domain.orders.shop_message import ShopMessage

TIMEOUT_SECONDS = 15.0
"""For a whole try, the answer's headers included: receivers are asked to answer before they work."""

_CONNECT_SECONDS = 5.0
_CONNECTIONS = 50
"""To one host at once: more than the events that one process has under way."""

Watch = Callable[[Endpoint, ShopMessage, int | None, float], None]
"""Is called after each try with the endpoint, the event, the status (None without an answer) and the seconds."""


def unwatched(endpoint: Endpoint, message: ShopMessage, status: int | None, seconds: float) -> None:
    """Does nothing."""


class HttpShopWebhooks:
    """Keeps the port `ShopWebhooks`. It belongs to the event loop of its first call and must be closed in it."""

    def __init__(
        self, secrets: Sequence[str], watch: Watch = unwatched, timeout_seconds: float = TIMEOUT_SECONDS
    ) -> None:
        self._signer = Signer(secrets)
        self._watch = watch
        self._timeout = aiohttp.ClientTimeout(
            total=timeout_seconds, sock_connect=min(_CONNECT_SECONDS, timeout_seconds)
        )
        self._session: aiohttp.ClientSession | None = None
        self._proxies = Proxies()

    async def send(self, endpoint: Endpoint, message: ShopMessage, at: datetime) -> None:
        body = event_body(message)
        headers = {
            "Content-Type": "application/json",
            "User-Agent": "till-webhooks",
            **self._signer.headers(message.id, at, body),
        }
        status: int | None = None
        begun = perf_counter()
        try:
            # The URL is the operator's own setting, so it may name a host inside the network; what it answers may not
            # send us on to another. The body of an answer is never read.
            async with self._open().post(
                endpoint.url, data=body, headers=headers, allow_redirects=False, **self._proxies.of(endpoint.url)
            ) as answer:
                status = answer.status
        except TimeoutError:
            raise NotDelivered("timeout") from None
        except (aiohttp.ClientError, OSError, ValueError) as fault:
            raise NotDelivered(type(fault).__name__) from None
        finally:
            self._watch(endpoint, message, status, perf_counter() - begun)
        if not 200 <= status < 300:
            raise NotDelivered(f"status {status}")

    async def close(self) -> None:
        """Closes the connections."""
        if self._session is not None:
            await self._session.close()

    def _open(self) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=0, limit_per_host=_CONNECTIONS),
                timeout=self._timeout,
                cookie_jar=aiohttp.DummyCookieJar(),
            )
        return self._session
