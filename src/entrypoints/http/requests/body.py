"""The body of a request, decoded and validated before its handler runs."""

from typing import Any

from litestar import Request, Response
from litestar.datastructures import State
from litestar.handlers import BaseRouteHandler

from entrypoints.http.problems import FieldFault, Problem, kinds
from entrypoints.http.requests.caller import Call
from entrypoints.http.requests.methods import answer_to_options
from entrypoints.http.requests.query import check_query
from entrypoints.http.validation.decoding import decoded, require_json
from entrypoints.http.validation.faults import faults_in, quickly_valid


class GuardedRequest(Request[Any, Any, State]):
    """A request whose body is decoded strictly."""

    async def json(self) -> Any:
        """Returns the body as plain data. Raises the 415 or 400 problem where it is not valid JSON."""
        if not hasattr(self, "_plain"):
            raw = await self.body()
            if not raw and may_be_empty(self.route_handler):
                self._plain = {}
            else:
                require_json(self.headers.get("content-type"))
                self._plain = decoded(raw)
        return self._plain


def may_be_empty(handler: BaseRouteHandler) -> bool:
    """Returns whether a handler's body is optional."""
    return handler.parsed_data_field is not None and handler.parsed_data_field.has_default


async def check_request(request: Call) -> Response[None] | None:
    """Answers OPTIONS, or validates query and body before the handler runs.

    Raises the problem that names every invalid field.
    """
    if answer := answer_to_options(request):
        return answer
    check_query(request)
    await _check_body(request)
    return None


async def _check_body(request: Call) -> None:
    expected = request.route_handler.parsed_data_field
    if expected is None:
        return
    value = await request.json()
    text = (await request.body()).decode("utf-8")
    faults = [] if quickly_valid(expected.annotation, value, text) else list(faults_in(expected.annotation, value))
    if isinstance(value, dict):
        faults += [FieldFault(*fault) for fault in expected.annotation.faults_between(value)]
    if faults:
        raise Problem(kinds.VALIDATION_FAILED, errors=list(dict.fromkeys(faults)))
