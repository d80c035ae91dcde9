"""Refuses requests for other hosts and, where REQUIRE_HTTPS is on, requests over plain HTTP."""

from collections.abc import Sequence
from typing import Final

from entrypoints.http.edge.messages import header, send_answer, send_problem
from entrypoints.http.edge.peers import Peers
from entrypoints.http.edge.types import Application, Receive, Scope, Send
from entrypoints.http.problems import Problem, kinds

_PROBES: Final = "/health/"  # probes call by address and over plain HTTP
_REDIRECTED: Final = ("GET", "HEAD")  # they carry no body that was sent in clear


class HostAndSchemeCheck:
    """Accepts requests for the allowed hosts (every host where none is configured), only over HTTPS where required."""

    def __init__(self, app: Application, peers: Peers, allowed_hosts: Sequence[str], require_https: bool) -> None:
        self._app = app
        self._peers = peers
        self._exact = {host for host in allowed_hosts if not host.startswith("*.")}
        self._suffixes = tuple(host[1:] for host in allowed_hosts if host.startswith("*."))
        self._require_https = require_https

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["path"].startswith(_PROBES):
            await self._app(scope, receive, send)
            return
        host = (header(scope, b"host") or "").lower()
        if not self._serves(_without_port(host)):
            await send_problem(Problem(kinds.HOST_NOT_ALLOWED), scope, send)
        elif self._require_https and self._peers.scheme(scope) != "https":
            await self._refuse_plain_http(scope, send, host)
        else:
            await self._app(scope, receive, send)

    def _serves(self, host: str) -> bool:
        return not (self._exact or self._suffixes) or host in self._exact or host.endswith(self._suffixes or ("\0",))

    @staticmethod
    async def _refuse_plain_http(scope: Scope, send: Send, host: str) -> None:
        authorized = header(scope, b"authorization") is not None
        if scope["method"] not in _REDIRECTED or authorized or not host:
            await send_problem(Problem(kinds.HTTPS_REQUIRED), scope, send)
            return
        query = f"?{scope['query_string'].decode('latin-1')}" if scope["query_string"] else ""
        path = scope.get("raw_path", b"/").decode("latin-1")
        await send_answer(send, 308, b"", [("location", f"https://{_without_port(host)}{path}{query}")])


def _without_port(host: str) -> str:
    name, colon, port = host.rpartition(":")
    return name if colon and port.isdigit() else host
