"""Protects the dashboard: forms need a token from its own pages, and the Host header has to be a known name."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from hmac import compare_digest
from hmac import new as hmac

LOOPBACK = ("127.0.0.1", "localhost", "[::1]")


@dataclass(frozen=True, slots=True)
class Guard:
    """`hosts` are the accepted host names without port; any other may be the result of DNS rebinding."""

    secret: str
    hosts: Sequence[str] = LOOPBACK

    @property
    def token(self) -> str:
        """The token that a form has to send."""
        return hmac(self.secret.encode(), b"dashboard forms", sha256).hexdigest()

    def is_known_host(self, header: str) -> bool:
        """Returns whether the Host header is one of `hosts`."""
        name, colon, port = header.rpartition(":")
        host = name if colon and port.isdigit() else header
        return host.lower() in self.hosts

    def accepts(self, token: str, site: str | None) -> bool:
        """Returns whether a form comes from one of our pages, by its token and the browser's Sec-Fetch-Site."""
        return site in (None, "same-origin", "none") and compare_digest(token.encode(), self.token.encode())
