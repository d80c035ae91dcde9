"""The caller of a request, and how histories name the caller and the request."""

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
    """Returns the caller of a guarded route."""
    principal = context_of(connection.scope).principal  # type: ignore[arg-type]
    if principal is None:
        raise unauthenticated(None)
    return principal


def actor_of(connection: Connection) -> str:
    """Returns the caller as histories name them, on a route for admins or the shop."""
    caller = caller_of(connection)
    return f"{'admin' if caller.is_admin else 'shop'}:{caller.subject}"


def cause_of(connection: Connection) -> str:
    """Returns the request as histories name it."""
    return f"request:{request_id_of(connection)}"


def shopper(connection: Connection) -> User:
    """Returns the caller as a user of the shop.

    A mail address that is not valid is left out: it is part of the token, and the user can't correct it.
    """
    caller = caller_of(connection)
    return User(
        id=UserId(caller.subject),
        email=caller.email if caller.email and is_mailable(caller.email) else None,
        first_name=caller.given_name,
        last_name=caller.family_name,
    )


def request_id_of(connection: Connection) -> str:
    """Returns the id of the request."""
    return context_of(connection.scope).request_id  # type: ignore[arg-type]


def note(connection: Connection, **ids: str | None) -> None:
    """Adds ids to the request's log line."""
    noted = context_of(connection.scope).noted  # type: ignore[arg-type]
    noted.update({name: value for name, value in ids.items() if value is not None})


def unauthenticated(refusal: Exception | None) -> Exception:
    """Returns the error for a caller without a valid token: the 401 problem, or `KeysUnreachable`."""
    if isinstance(refusal, KeysUnreachable):
        return refusal
    reason, challenge = kinds.UNAUTHENTICATED.title, _CHALLENGE
    if refusal is not None:
        reason = str(refusal)
        challenge = f'{_CHALLENGE}, error="invalid_token", error_description="{reason}"'
    detail = f"{reason[0].upper()}{reason[1:]}. {kinds.UNAUTHENTICATED.remedy}"
    return Problem(kinds.UNAUTHENTICATED, detail, headers={"WWW-Authenticate": challenge})
