"""The body of a request: decoded by our rules and checked before any handler runs."""

from typing import Any

from litestar import Request
from litestar.datastructures import State
from litestar.handlers import BaseRouteHandler

from entrypoints.http.problems import FieldFault, Problem, kinds
from entrypoints.http.requests.caller import Call
from entrypoints.http.validation.decoding import decoded, require_json
from entrypoints.http.validation.faults import faults_in, plainly_sound


class GuardedRequest(Request[Any, Any, State]):
    """A request whose JSON is decoded by our rules."""

    async def json(self) -> Any:
        """The body as plain data; raises the 415 or 400 problem when it is not sound JSON."""
        if not hasattr(self, "_plain"):
            raw = await self.body()
            if not raw and may_be_empty(self.route_handler):
                self._plain = {}
            else:
                require_json(self.headers.get("content-type"))
                self._plain = decoded(raw)
        return self._plain


def may_be_empty(handler: BaseRouteHandler) -> bool:
    """Whether a handler can do without a body."""
    return handler.parsed_data_field is not None and handler.parsed_data_field.has_default


async def check_body(request: Call) -> None:
    """Before any handler that takes a body: raises the problem that names every field at fault."""
    expected = request.route_handler.parsed_data_field
    if expected is None:
        return
    value = await request.json()
    text = (await request.body()).decode("utf-8")
    faults = [] if plainly_sound(expected.annotation, value, text) else list(faults_in(expected.annotation, value))
    if isinstance(value, dict):
        faults += [FieldFault(*fault) for fault in expected.annotation.faults_between(value)]
    if faults:
        raise Problem(kinds.VALIDATION_FAILED, errors=list(dict.fromkeys(faults)))
