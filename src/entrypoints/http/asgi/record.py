"""The outermost layer: gives each request its id, each answer its headers, and tells logs and metrics what happened."""

import re
import time
from collections.abc import Callable, Mapping
from typing import Final

import structlog

from entrypoints.http.asgi.context import RequestContext, begin
from entrypoints.http.asgi.messages import header, send_problem, set_headers
from entrypoints.http.asgi.peers import Peers
from entrypoints.http.asgi.types import Application, Message, Receive, Scope, Send
from entrypoints.http.problems import Problem, kinds
from entrypoints.telemetry import metrics
from entrypoints.telemetry.errors import report

_SANE_REQUEST_ID: Final = re.compile(r"[A-Za-z0-9._-]{8,64}")
_UNMATCHED: Final = "unmatched"
_NAMES: Final = {
    "intent_id": "payment_intent_id",
    "order": "order",
    "event_id": "event_id",
    "method_id": "payment_method_id",
}
"""How log lines name what paths are about."""

logger: Final = structlog.get_logger("till.http")


class Record:
    """Wraps everything else; an error that nobody handled becomes a plain 500 here."""

    def __init__(
        self, app: Application, peers: Peers, mint_request_id: Callable[[], str], headers: Mapping[str, str]
    ) -> None:
        self._app = app
        self._peers = peers
        self._mint = mint_request_id
        self._headers = headers

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        given = header(scope, b"x-request-id") or ""
        request_id = given if _SANE_REQUEST_ID.fullmatch(given) else self._mint()
        context = RequestContext(request_id=request_id, client=self._peers.client(scope))
        begin(scope, context)
        method = scope["method"]
        started = time.perf_counter()
        status = 0

        async def send_complete(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                set_headers(message, {"x-request-id": request_id, **self._headers})
            await send(message)

        try:
            await self._app(scope, receive, send_complete)
        except Exception as error:
            report(error, request_id)
            logger.exception("unhandled", request_id=request_id)
            if status:
                raise
            await send_problem(Problem(kinds.INTERNAL_ERROR), scope, send_complete)
        finally:
            seconds = time.perf_counter() - started
            route = str(scope.get("path_template") or _UNMATCHED)
            metrics.observe_request(method, route, status, seconds)
            context.noted.update({_NAMES[name]: str(value) for name, value in _ids_in(scope)})
            _log(context, method, route, status, seconds)


def _ids_in(scope: Scope) -> list[tuple[str, object]]:
    return [(name, value) for name, value in scope.get("path_params", {}).items() if name in _NAMES]


def _log(context: RequestContext, method: str, route: str, status: int, seconds: float) -> None:
    principal = context.principal
    logger.info(
        "request",
        method=method,
        route=route,
        status=status,
        ms=round(seconds * 1000, 1),
        request_id=context.request_id,
        subject=principal.subject if principal else None,
        client=context.client,
        **context.noted,
    )
