"""Refuses requests for other hosts and, where REQUIRE_HTTPS is on, requests over plain HTTP."""

import re
from collections.abc import Sequence
from typing import Final

from entrypoints.http.edge.messages import header, send_answer, send_problem
from entrypoints.http.edge.peers import Peers
from entrypoints.http.edge.types import Application, Receive, Scope, Send
from entrypoints.http.problems import Problem, kinds

_HOST: Final = re.compile(r"([a-z0-9_-]+(?:\.[a-z0-9_-]+)*|\[[0-9a-f:.]+\])\.?(?::[0-9]{1,5})?")
"""A host name, an IPv4 address or an IPv6 address in brackets, with or without a port (RFC 9110 §7.2)."""

_PROBES: Final = "/health/"  # probes call by address and over plain HTTP
_REDIRECTED: Final = ("GET", "HEAD")  # they carry no body that was sent in clear


class HostAndSchemeCheck:
    """Accepts requests for the allowed hosts (every host where none is configured), only over HTTPS where required."""

    def __init__(
        self, app: Application, peers: Peers, allowed_hosts: Sequence[str], *, require_https: bool, public_url: str
    ) -> None:
        self._app = app
        self._peers = peers
        self._exact = {host for host in allowed_hosts if not host.startswith("*.")}
        self._suffixes = tuple(host[1:] for host in allowed_hosts if host.startswith("*."))
        self._require_https = require_https
        self._public_url = public_url if public_url.startswith("https://") else None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["path"].startswith(_PROBES):
            await self._app(scope, receive, send)
            return
        name = _host_name(scope)
        if name is None or not self._serves(name):
            await send_problem(Problem(kinds.HOST_NOT_ALLOWED), scope, send)
        elif self._require_https and self._peers.scheme(scope) != "https":
            await self._refuse_plain_http(scope, send)
        else:
            await self._app(scope, receive, send)

    def _serves(self, host: str) -> bool:
        return not (self._exact or self._suffixes) or host in self._exact or host.endswith(self._suffixes or ("\0",))

    async def _refuse_plain_http(self, scope: Scope, send: Send) -> None:
        authorized = header(scope, b"authorization") is not None
        if scope["method"] not in _REDIRECTED or authorized or self._public_url is None:
            await send_problem(Problem(kinds.HTTPS_REQUIRED), scope, send)
            return
        query = f"?{scope['query_string'].decode('latin-1')}" if scope["query_string"] else ""
        path = scope.get("raw_path", b"/").decode("latin-1")
        await send_answer(send, 308, b"", [("location", f"{self._public_url}{path}{query}")])


def _host_name(scope: Scope) -> str | None:
    """Returns the one Host header's name in lower case, without port and final dot; None where it is malformed."""
    hosts = [value.decode("latin-1").lower() for name, value in scope["headers"] if name == b"host"]
    written = _HOST.fullmatch(hosts[0]) if len(hosts) == 1 else None
    return written[1] if written else None
