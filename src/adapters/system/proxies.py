"""The proxies that the environment names, for sessions of aiohttp that send many requests.

With `trust_env` a session reads the environment and ~/.netrc again for each request, in two threads; a .netrc that
names the request's host would even replace or refuse the request's own credentials.
"""

from typing import TypedDict
from urllib.parse import urlsplit

import aiohttp
from aiohttp.helpers import get_env_proxy_for_url
from yarl import URL


class ProxyOptions(TypedDict):
    """The options of a request that send it through a proxy, or past all of them."""

    proxy: URL | None
    proxy_auth: aiohttp.BasicAuth | None


class Proxies:
    """Reads the environment once for each origin."""

    def __init__(self) -> None:
        self._known: dict[str, ProxyOptions] = {}

    def of(self, url: str) -> ProxyOptions:
        """Returns the options of requests to this URL, by HTTP_PROXY, HTTPS_PROXY and NO_PROXY."""
        parts = urlsplit(url)
        origin = f"{parts.scheme}://{parts.netloc}"
        if origin not in self._known:
            self._known[origin] = _of_environment(origin)
        return self._known[origin]


def _of_environment(origin: str) -> ProxyOptions:
    try:
        proxy, auth = get_env_proxy_for_url(URL(origin))
    except LookupError:
        return ProxyOptions(proxy=None, proxy_auth=None)
    return ProxyOptions(proxy=proxy, proxy_auth=auth)
