"""The client's address and scheme; forwarding headers are trusted only from TRUSTED_PROXIES."""

import re
from collections.abc import Sequence
from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import Final

from entrypoints.http.edge.types import Scope

_UNKNOWN: Final = "unknown"
_SCHEMES: Final = ("http", "https")
_WITH_PORT: Final = re.compile(r"\[([0-9A-Fa-f:.]+)\](?::[0-9]{1,5})?|([0-9.]+):[0-9]{1,5}")
_IPV6_SUBSCRIBER_BITS: Final = 64  # a subscriber gets at least a /64, so addresses within it are one caller


class Peers:
    """Reads X-Forwarded-For and X-Forwarded-Proto from right to left, skipping trusted networks only."""

    def __init__(self, trusted: Sequence[IPv4Network | IPv6Network]) -> None:
        self._trusted = tuple(trusted)

    def client(self, scope: Scope) -> str:
        """Returns the client's address: the nearest one that is not a trusted proxy."""
        peer = scope.get("client")
        nearest = _address(peer[0]) if peer else None
        if nearest is None:
            return _UNKNOWN
        if self._trusts(nearest):
            for hop in reversed(_listed(scope, b"x-forwarded-for")):
                if (address := _address(hop)) is None:
                    break
                nearest = address
                if not self._trusts(address):
                    break
        return str(nearest)

    def scheme(self, scope: Scope) -> str:
        """Returns the client's scheme: as the nearest trusted proxy reports it, else the connection's own."""
        forwarded = _listed(scope, b"x-forwarded-proto")
        if forwarded and self.comes_from_proxy(scope) and (scheme := forwarded[-1].lower()) in _SCHEMES:
            return scheme
        return str(scope.get("scheme", "http"))

    def comes_from_proxy(self, scope: Scope) -> bool:
        """Returns whether the connection's other end is a trusted proxy."""
        peer = scope.get("client")
        nearest = _address(peer[0]) if peer else None
        return nearest is not None and self._trusts(nearest)

    def _trusts(self, address: IPv4Address | IPv6Address) -> bool:
        return any(address in network for network in self._trusted)


def caller_of(address: str) -> str:
    """Returns the part of an address by which requests are counted: an IPv4 address or an IPv6 /64."""
    parsed = _address(address)
    if isinstance(parsed, IPv6Address):
        return str(IPv6Network((parsed, _IPV6_SUBSCRIBER_BITS), strict=False))
    return address


def _listed(scope: Scope, name: bytes) -> list[str]:
    """Returns the parts of a comma-separated header over all its lines."""
    lines = [value.decode("latin-1") for key, value in scope["headers"] if key == name]
    return [part.strip() for line in lines for part in line.split(",")]


@lru_cache(maxsize=4096)
def _address(text: str) -> IPv4Address | IPv6Address | None:
    """Returns an address that may have brackets and a port, as proxies write them; None for any other text."""
    written = _WITH_PORT.fullmatch(text)
    try:
        address = ip_address(next(filter(None, written.groups())) if written else text)
    except ValueError:
        return None
    if isinstance(address, IPv6Address) and address.ipv4_mapped is not None:
        return address.ipv4_mapped
    return address
