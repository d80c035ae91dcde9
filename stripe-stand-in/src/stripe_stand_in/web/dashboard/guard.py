"""Keeps other sites out: forms carry a token that only our pages show, and pages open under our own names alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from hmac import compare_digest
from hmac import new as hmac

LOOPBACK = ("127.0.0.1", "localhost", "[::1]")


@dataclass(frozen=True, slots=True)
class Guard:
    """`hosts` are the names (no port) under which the pages may be asked for; a foreign name may be a rebound one."""

    secret: str
    hosts: Sequence[str] = LOOPBACK

    @property
    def token(self) -> str:
        """What a form must bring back."""
        return hmac(self.secret.encode(), b"dashboard forms", sha256).hexdigest()

    def knows_host(self, header: str) -> bool:
        """Whether the Host header names us."""
        name, colon, port = header.rpartition(":")
        host = name if colon and port.isdigit() else header
        return host.lower() in self.hosts

    def trusts(self, token: str, site: str | None) -> bool:
        """Whether a form comes from one of our pages: its token, and what the browser says of its origin."""
        return site in (None, "same-origin", "none") and compare_digest(token.encode(), self.token.encode())
