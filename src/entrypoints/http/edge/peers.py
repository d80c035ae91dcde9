"""The client's address and scheme; forwarding headers are trusted only from TRUSTED_PROXIES."""

from collections.abc import Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import Final

from entrypoints.http.edge.messages import header
from entrypoints.http.edge.types import Scope

_UNKNOWN: Final = "unknown"
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
            for hop in reversed(self._hops(scope)):
                if (address := _address(hop)) is None:
                    break
                nearest = address
                if not self._trusts(address):
                    break
        return str(nearest)

    def scheme(self, scope: Scope) -> str:
        """Returns the client's scheme: as the nearest trusted proxy reports it, else the connection's own."""
        peer = scope.get("client")
        nearest = _address(peer[0]) if peer else None
        forwarded = header(scope, b"x-forwarded-proto")
        if nearest is not None and self._trusts(nearest) and forwarded:
            return forwarded.rpartition(",")[2].strip().lower()
        return str(scope.get("scheme", "http"))

    def _trusts(self, address: IPv4Address | IPv6Address) -> bool:
        return any(address in network for network in self._trusted)

    @staticmethod
    def _hops(scope: Scope) -> list[str]:
        lines = [value.decode("latin-1") for name, value in scope["headers"] if name == b"x-forwarded-for"]
        return [hop.strip() for line in lines for hop in line.split(",")]


def caller_of(address: str) -> str:
    """Returns the part of an address by which requests are counted: an IPv4 address or an IPv6 /64."""
    parsed = _address(address)
    if isinstance(parsed, IPv6Address):
        return str(IPv6Network((parsed, _IPV6_SUBSCRIBER_BITS), strict=False))
    return address


def _address(text: str) -> IPv4Address | IPv6Address | None:
    try:
        address = ip_address(text.strip("[]"))
    except ValueError:
        return None
    if isinstance(address, IPv6Address) and address.ipv4_mapped is not None:
        return address.ipv4_mapped
    return address
