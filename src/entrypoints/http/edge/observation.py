"""The outermost layer: request ids, headers of every answer, the log line, metrics and the trace of each request."""

import re
import time
from collections.abc import Callable, Mapping
from typing import Final

import structlog

from entrypoints.http.edge.context import RequestContext, begin, context_of
from entrypoints.http.edge.messages import header, send_problem, set_headers
from entrypoints.http.edge.peers import Peers
from entrypoints.http.edge.types import Application, Message, Receive, Scope, Send
from entrypoints.http.problems import Problem, kinds
from entrypoints.telemetry.errors.reporting import report
from entrypoints.telemetry.metrics import counters as metrics
from entrypoints.telemetry.traces.spans import Span, request_span

_SANE_REQUEST_ID: Final = re.compile(r"[A-Za-z0-9._-]{8,64}")
_UNMATCHED: Final = "unmatched"
_NAMES: Final = {
    "intent_id": "payment_intent_id",
    "order": "order",
    "event_id": "event_id",
    "method_id": "payment_method_id",
}
"""The names of path parameters in log lines."""

logger: Final = structlog.get_logger("till.http")


class Observation:
    """Observes each request; an error that no other layer handled becomes a 500 here."""

    def __init__(
        self, app: Application, peers: Peers, mint_request_id: Callable[[], str], headers: Mapping[str, str]
    ) -> None:
        self._app = app
        self._peers = peers
        self._mint = mint_request_id
        self._headers = headers

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        given = header(scope, b"x-request-id") or ""
        keeps = _SANE_REQUEST_ID.fullmatch(given) and self._peers.comes_from_proxy(scope)
        request_id = given if keeps else self._mint()
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
            with request_span(header(scope, b"traceparent")) as span:
                await self._answer(scope, receive, send_complete)
                _describe(span, scope, status)
        finally:
            seconds = time.perf_counter() - started
            route = str(scope.get("path_template") or _UNMATCHED)
            metrics.observe_request(method, route, status, seconds)
            context.noted.update({_NAMES[name]: str(value) for name, value in _ids_in(scope)})
            _log(context, method, route, status, seconds)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        started = False

        async def send_noticed(message: Message) -> None:
            nonlocal started
            started = True
            await send(message)

        try:
            await self._app(scope, receive, send_noticed)
        except Exception as error:
            request_id = context_of(scope).request_id
            report(error, request_id=request_id)
            logger.exception("unhandled", request_id=request_id)
            if started:
                raise
            await send_problem(Problem(kinds.INTERNAL_ERROR), scope, send)


def _describe(span: Span | None, scope: Scope, status: int) -> None:
    if span is None:
        return
    route = str(scope.get("path_template") or _UNMATCHED)
    span.name = f"{scope['method']} {route}"
    span.failed = status >= 500
    span.attributes = {
        "http.request.method": scope["method"],
        "http.route": route,
        "http.response.status_code": status,
        "till.request_id": context_of(scope).request_id,
    }


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
