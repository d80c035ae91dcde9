"""Who may call a route, and what of their request a handler sees."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final, TypeAlias, TypeVar

import msgspec
from litestar import Request
from litestar.connection import ASGIConnection
from litestar.datastructures import State
from litestar.di import Provide
from litestar.handlers import BaseRouteHandler

from application.ports.identity import KeysUnreachable, Principal
from domain.identifiers import UserId
from domain.user import User
from entrypoints.http.asgi.context import context_of
from entrypoints.http.bodies.decoding import decoded, require_json
from entrypoints.http.bodies.mail_address import is_mailable
from entrypoints.http.bodies.schema import fields_of
from entrypoints.http.bodies.validation import faults_in, faults_in_query, plain_query, plainly_sound
from entrypoints.http.problems import FieldFault, Problem, kinds

Q = TypeVar("Q", bound=msgspec.Struct)
Call: TypeAlias = Request[Any, Any, State]
Connection: TypeAlias = ASGIConnection[Any, Any, Any, Any]

QUERY_OPTION: Final = "query_schema"
_CHALLENGE: Final = 'Bearer realm="till"'


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


def asking(schema: type[Q]) -> dict[str, Any]:
    """A handler's keywords for a query of that schema, which it takes as `asked`."""

    def asked(request: Call) -> Q:
        given = {name: request.query_params.getall(name) for name in fields_of(schema) if name in request.query_params}
        if faults := list(faults_in_query(schema, given)):
            raise Problem(kinds.VALIDATION_FAILED, errors=faults)
        return msgspec.convert(plain_query(schema, given), schema)

    return {"dependencies": {"asked": Provide(asked, sync_to_thread=False)}, "opt": {QUERY_OPTION: schema}}


async def signed_in(connection: Connection, _: BaseRouteHandler) -> None:
    """A guard: lets in whoever brought a valid token."""
    context = context_of(connection.scope)  # type: ignore[arg-type]
    if context.principal is None and not _only_asks_for_methods(connection):
        raise _unauthenticated(context.refusal)


async def operator(connection: Connection, handler: BaseRouteHandler) -> None:
    """A guard: lets in operators alone."""
    await signed_in(connection, handler)
    if not _only_asks_for_methods(connection) and not caller_of(connection).is_admin:
        raise Problem(kinds.FORBIDDEN)


def caller_of(connection: Connection) -> Principal:
    """The caller of a guarded route."""
    principal = context_of(connection.scope).principal  # type: ignore[arg-type]
    if principal is None:
        raise _unauthenticated(None)
    return principal


def actor_of(connection: Connection) -> str:
    """The caller as an order's history names them, on a route for operators."""
    return f"admin:{caller_of(connection).subject}"


def cause_of(connection: Connection) -> str:
    """The request as an order's history names it."""
    return f"request:{request_id_of(connection)}"


def shopper(connection: Connection) -> User:
    """The caller as a user of the shop.

    An address that no mail can be sent to is left out: it came with the login, and its owner can't mend it there.
    """
    caller = caller_of(connection)
    return User(
        id=UserId(caller.subject),
        email=caller.email if caller.email and is_mailable(caller.email) else None,
        first_name=caller.given_name,
        last_name=caller.family_name,
    )


@contextmanager
def sound_cursor() -> Iterator[None]:
    """Around a search that raises ValueError for a cursor that it never gave out."""
    try:
        yield
    except ValueError:
        fault = FieldFault("query.cursor", "must be a nextCursor from an earlier answer")
        raise Problem(kinds.VALIDATION_FAILED, errors=[fault]) from None


def request_id_of(connection: Connection) -> str:
    """The id that the answer carries."""
    return context_of(connection.scope).request_id  # type: ignore[arg-type]


def note(connection: Connection, **ids: str | None) -> None:
    """Has the request's log line name these ids."""
    noted = context_of(connection.scope).noted  # type: ignore[arg-type]
    noted.update({name: value for name, value in ids.items() if value is not None})


def _only_asks_for_methods(connection: Connection) -> bool:
    return bool(connection.scope.get("method") == "OPTIONS")


def _unauthenticated(refusal: Exception | None) -> Exception:
    if isinstance(refusal, KeysUnreachable):
        return refusal
    if refusal is None:
        return Problem(kinds.UNAUTHENTICATED, headers={"WWW-Authenticate": _CHALLENGE})
    reason = str(refusal)
    challenge = f'{_CHALLENGE}, error="invalid_token", error_description="{reason}"'
    return Problem(kinds.UNAUTHENTICATED, f"{reason[0].upper()}{reason[1:]}.", headers={"WWW-Authenticate": challenge})
