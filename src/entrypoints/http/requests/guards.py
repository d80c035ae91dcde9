"""Guards: who may call a route."""

from litestar.handlers import BaseRouteHandler

from entrypoints.http.edge.context import context_of
from entrypoints.http.problems import Problem, kinds
from entrypoints.http.requests.caller import Connection, _unauthenticated, caller_of


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


def _only_asks_for_methods(connection: Connection) -> bool:
    return bool(connection.scope.get("method") == "OPTIONS")
