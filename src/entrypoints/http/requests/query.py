"""The query parameters of a request, validated one by one."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final, TypeVar

import msgspec
from litestar.di import Provide

from entrypoints.http.problems import FieldFault, Problem, kinds
from entrypoints.http.requests.caller import Call
from entrypoints.http.validation.faults import faults_in_query, plain_query

Q = TypeVar("Q", bound=msgspec.Struct)

QUERY_OPTION: Final = "query_schema"
"""The option of a handler that names the schema of its query parameters."""

ANY_QUERY_OPTION: Final = "any_query"
"""The option of a handler that ignores its query parameters."""


class _NoParameters(msgspec.Struct):
    """The schema of a route without query parameters."""


def asking(schema: type[Q]) -> dict[str, Any]:
    """Returns the keywords of a handler that takes its query parameters as `asked`, validated by this schema."""

    def asked(request: Call) -> Q:
        return msgspec.convert(plain_query(schema, _given(request)), schema)

    return {"dependencies": {"asked": Provide(asked, sync_to_thread=False)}, "opt": {QUERY_OPTION: schema}}


def check_query(request: Call) -> None:
    """Validates the query parameters of a request. Raises the problem that names every invalid or unknown one."""
    handler = request.route_handler
    if not handler.resolve_include_in_schema() or handler.opt.get(ANY_QUERY_OPTION):
        return
    if faults := list(faults_in_query(handler.opt.get(QUERY_OPTION, _NoParameters), _given(request))):
        raise Problem(kinds.VALIDATION_FAILED, errors=faults)


def _given(request: Call) -> dict[str, list[str]]:
    return {name: request.query_params.getall(name) for name in request.query_params}


@contextmanager
def valid_cursor(parameter: str = "cursor") -> Iterator[None]:
    """Turns the ValueError of a search for an invalid cursor into the 422 problem."""
    try:
        yield
    except ValueError:
        fault = FieldFault(f"query.{parameter}", "must be a nextCursor from an earlier answer")
        raise Problem(kinds.VALIDATION_FAILED, errors=[fault]) from None
