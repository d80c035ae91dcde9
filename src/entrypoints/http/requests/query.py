"""The query of a request: checked field by field."""

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
    """A handler's keywords for a query of that schema, which it takes as `asked`."""

    def asked(request: Call) -> Q:
        given = {name: request.query_params.getall(name) for name in fields_of(schema) if name in request.query_params}
        if faults := list(faults_in_query(schema, given)):
            raise Problem(kinds.VALIDATION_FAILED, errors=faults)
        return msgspec.convert(plain_query(schema, given), schema)

    return {"dependencies": {"asked": Provide(asked, sync_to_thread=False)}, "opt": {QUERY_OPTION: schema}}


@contextmanager
def sound_cursor() -> Iterator[None]:
    """Around a search that raises ValueError for a cursor that it never gave out."""
    try:
        yield
    except ValueError:
        fault = FieldFault("query.cursor", "must be a nextCursor from an earlier answer")
        raise Problem(kinds.VALIDATION_FAILED, errors=[fault]) from None
