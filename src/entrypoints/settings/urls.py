"""How URLs, origins, hosts and addresses to listen on are spelt; a part that would have no effect is refused."""

import re
from collections.abc import Callable
from ipaddress import IPv4Address, IPv6Address
from typing import Final
from urllib.parse import SplitResult, urlsplit

from entrypoints.settings.model import Address

_PERMITTED: Final = re.compile(r"(?:[A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})+")  # RFC 3986
_PORTS: Final = {"http": 80, "https": 443}
_LAST_PORT: Final = 65_535
# Containers' names have underscores.
_NAME: Final = re.compile(
    r"(?=.{1,253}\Z)[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,62})(?:\.[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,62}))*"
)


def url(*schemes: str, query: bool = False) -> Callable[[str], str]:
    """An absolute URL of one of these schemes, kept as it is; only where asked for may it have a query."""
    parts_refused = "user or fragment" if query else "user, query or fragment"

    def parse(value: str) -> str:
        parts = split(value)
        if parts is None or parts.scheme not in schemes or _has_user(parts) or (parts.query and not query):
            raise ValueError(f"must be a URL such as {schemes[0]}://shop.example, without {parts_refused}")
        return value

    return parse


def base_url(*schemes: str) -> Callable[[str], str]:
    """A URL that paths are put behind: it loses its final slash."""
    parse = url(*schemes)
    return lambda value: parse(value).rstrip("/")


def origin(value: str) -> str:
    """An exact origin as browsers send it: scheme, host and a port other than the scheme's own."""
    parts = split(value)
    if parts is None or parts.scheme not in _PORTS or _has_user(parts) or value != f"{parts.scheme}://{parts.netloc}":
        raise ValueError("must be exact origins such as https://shop.example (no path, no final slash, no *)")
    default = _PORTS[parts.scheme]
    bare = value.removesuffix(f":{default}") if parts.port == default else value
    return bare.lower()


def host(value: str) -> str:
    """A host name, `*.` before it for its subdomains; no scheme, no port."""
    if not is_host(value.removeprefix("*.")):
        raise ValueError("must be host names without scheme or port, such as shop.example,*.shop.example")
    return value.lower()


def address(value: str) -> Address:
    """A host and a port to listen on."""
    host_part, _, port = value.rpartition(":")
    if not is_host(host_part) or re.fullmatch(r"[0-9]{1,5}", port) is None or int(port) > _LAST_PORT:
        raise ValueError("must be a host and a port, such as 127.0.0.1:9090 or [::1]:9090")
    return Address(host=host_part.strip("[]"), port=int(port))


def split(value: str) -> SplitResult | None:
    """The parts of a sound URL with a host and without a fragment; None of any other text."""
    try:
        parts = urlsplit(value)
        sound_port = parts.port != 0 and not parts.netloc.endswith(":")
    except ValueError:
        return None
    named = parts.netloc.rpartition("@")[2]
    name = named if named.endswith("]") else re.sub(r":[0-9]+\Z", "", named)
    return parts if sound_port and is_host(name) and _PERMITTED.fullmatch(value) and "#" not in value else None


def is_host(value: str) -> bool:
    """Whether it is a name or an IPv4 address, or an IPv6 address in brackets."""
    try:
        if value.startswith("["):
            return value.endswith("]") and bool(IPv6Address(value[1:-1]).packed)
        if re.search(r"(?:\A|\.)[0-9]+\Z", value):
            return bool(IPv4Address(value).packed)
    except ValueError:
        return False
    return _NAME.fullmatch(value) is not None


def _has_user(parts: SplitResult) -> bool:
    return "@" in parts.netloc
