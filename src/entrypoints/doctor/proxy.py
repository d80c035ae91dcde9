"""The proxy that the environment names for a URL, as the HTTP clients of Till choose it."""

from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass


def proxy_for(url: str) -> str | None:
    """Returns the proxy's scheme, host and port, without its password; None where the URL is reached directly."""
    parts = urlsplit(url)
    proxy = getproxies().get(parts.scheme)
    if proxy is None or parts.hostname is None or proxy_bypass(parts.hostname):
        return None
    shown = urlsplit(proxy if "://" in proxy else f"http://{proxy}")
    return f"{shown.scheme}://{shown.netloc.rpartition('@')[2]}"
