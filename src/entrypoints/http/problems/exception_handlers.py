"""Answers every exception of a route with a problem document."""

from collections.abc import Mapping
from typing import Any, Final

import structlog
from litestar import Response
from litestar.exceptions import (
    HTTPException,
    InternalServerException,
    MethodNotAllowedException,
)
from litestar.exceptions.http_exceptions import RequestEntityTooLarge
from litestar.types import ExceptionHandlersMap

from entrypoints.http.problems import Problem, kinds, problem_of
from entrypoints.http.problems.problem import MEDIA_TYPE, Kind
from entrypoints.http.requests.caller import Call, request_id_of
from entrypoints.http.requests.methods import allow_header
from entrypoints.telemetry.errors.reporting import report

_DISCONNECTED: Final = "client disconnected prematurely"  # how the framework marks a closed connection
_BY_STATUS: Final[Mapping[int, Kind]] = {
    400: kinds.MALFORMED_REQUEST,
    404: kinds.NOT_FOUND,
    405: kinds.METHOD_NOT_ALLOWED,
    413: kinds.PAYLOAD_TOO_LARGE,
}

logger: Final = structlog.get_logger("till.http")


def answer_to(request: Call, error: Exception) -> Response[dict[str, Any]]:
    """Returns the answer to an error; an unexpected error is logged and reported, and its text is not shown."""
    problem = problem_of(error) or _from_framework(request, error) or _unexpected(request, error)
    return Response(
        problem.document(request_id_of(request)),
        status_code=problem.kind.status,
        media_type=MEDIA_TYPE,
        headers=problem.headers,
    )


HANDLERS: Final[ExceptionHandlersMap] = {Exception: answer_to, HTTPException: answer_to}


def _from_framework(request: Call, error: Exception) -> Problem | None:
    if isinstance(error, MethodNotAllowedException):
        return Problem(kinds.METHOD_NOT_ALLOWED, headers=allow_header(request))
    if isinstance(error, RequestEntityTooLarge):
        return Problem(kinds.PAYLOAD_TOO_LARGE)
    if isinstance(error, InternalServerException) and error.detail == _DISCONNECTED:
        return Problem(kinds.MALFORMED_REQUEST, "The body ended early.")
    if isinstance(error, HTTPException) and error.status_code in _BY_STATUS:
        return Problem(_BY_STATUS[error.status_code])
    return None


def _unexpected(request: Call, error: Exception) -> Problem:
    request_id = request_id_of(request)
    report(error, request_id=request_id)
    logger.error("unforeseen", request_id=request_id, exc_info=error)
    return Problem(kinds.INTERNAL_ERROR)
