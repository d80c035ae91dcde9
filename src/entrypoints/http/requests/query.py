"""The query parameters of a request, validated one by one."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final, TypeVar

import msgspec
from litestar.di import Provide

from entrypoints.http.problems import FieldFault, Problem, kinds
from entrypoints.http.requests.caller import Call
from entrypoints.http.validation.faults import faults_in_query, plain_query
from entrypoints.http.validation.schema import fields_of

Q = TypeVar("Q", bound=msgspec.Struct)

QUERY_OPTION: Final = "query_schema"


def asking(schema: type[Q]) -> dict[str, Any]:
    """Returns the keywords of a handler that takes its query parameters as `asked`, validated by this schema."""

    def asked(request: Call) -> Q:
        given = {name: request.query_params.getall(name) for name in fields_of(schema) if name in request.query_params}
        if faults := list(faults_in_query(schema, given)):
            raise Problem(kinds.VALIDATION_FAILED, errors=faults)
        return msgspec.convert(plain_query(schema, given), schema)

    return {"dependencies": {"asked": Provide(asked, sync_to_thread=False)}, "opt": {QUERY_OPTION: schema}}


@contextmanager
def valid_cursor() -> Iterator[None]:
    """Turns the ValueError of a search for an invalid cursor into the 422 problem."""
    try:
        yield
    except ValueError:
        fault = FieldFault("query.cursor", "must be a nextCursor from an earlier answer")
        raise Problem(kinds.VALIDATION_FAILED, errors=[fault]) from None
