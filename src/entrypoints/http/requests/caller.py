"""Who calls, and how an order names the caller and the request."""

from typing import Any, Final, TypeAlias

from litestar import Request
from litestar.connection import ASGIConnection
from litestar.datastructures import State

from application.ports.edge.identity import KeysUnreachable, Principal
from domain.customers.user import User
from domain.identifiers.types import UserId
from entrypoints.http.edge.context import context_of
from entrypoints.http.problems import Problem, kinds
from entrypoints.http.validation.mail_address import is_mailable

Call: TypeAlias = Request[Any, Any, State]
Connection: TypeAlias = ASGIConnection[Any, Any, Any, Any]
_CHALLENGE: Final = 'Bearer realm="till"'


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


def request_id_of(connection: Connection) -> str:
    """The id that the answer carries."""
    return context_of(connection.scope).request_id  # type: ignore[arg-type]


def note(connection: Connection, **ids: str | None) -> None:
    """Has the request's log line name these ids."""
    noted = context_of(connection.scope).noted  # type: ignore[arg-type]
    noted.update({name: value for name, value in ids.items() if value is not None})


def _unauthenticated(refusal: Exception | None) -> Exception:
    if isinstance(refusal, KeysUnreachable):
        return refusal
    if refusal is None:
        return Problem(kinds.UNAUTHENTICATED, headers={"WWW-Authenticate": _CHALLENGE})
    reason = str(refusal)
    challenge = f'{_CHALLENGE}, error="invalid_token", error_description="{reason}"'
    return Problem(kinds.UNAUTHENTICATED, f"{reason[0].upper()}{reason[1:]}.", headers={"WWW-Authenticate": challenge})
