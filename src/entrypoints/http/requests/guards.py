"""Guards: who may call a route."""

from typing import Final

from litestar.handlers import BaseRouteHandler

from application.ports.edge.identity import ADMIN_ROLE, SHOP_ROLE
from entrypoints.http.edge.context import context_of
from entrypoints.http.problems import Problem, kinds
from entrypoints.http.requests.caller import Connection, caller_of, unauthenticated

OPENED_BY_CHECKOUT: Final = {"opened_by_checkout": True}
"""The `opt` of the routes that the token of one checkout opens, each for its own order; it opens no other route."""


async def signed_in(connection: Connection, handler: BaseRouteHandler) -> None:
    """Admits callers with a valid token; that of one checkout only where the route says so."""
    context = context_of(connection.scope)  # type: ignore[arg-type]
    if _asks_for_methods(connection):
        return
    if context.principal is None:
        raise unauthenticated(context.refusal)
    if context.principal.order_id is not None and not OPENED_BY_CHECKOUT.items() <= handler.opt.items():
        raise Problem(kinds.FORBIDDEN, "The token of a checkout opens its own order and nothing else.")


async def admin(connection: Connection, handler: BaseRouteHandler) -> None:
    """Admits callers with the role `admin`."""
    await _require_one_of((ADMIN_ROLE,), connection, handler)


async def shop(connection: Connection, handler: BaseRouteHandler) -> None:
    """Admits callers with the role `shop`: the shop's own servers."""
    await _require_one_of((SHOP_ROLE,), connection, handler)


async def admin_or_shop(connection: Connection, handler: BaseRouteHandler) -> None:
    """Admits callers with one of the roles `admin` and `shop`."""
    await _require_one_of((ADMIN_ROLE, SHOP_ROLE), connection, handler)


ROLE_GUARDS: Final = (admin, shop, admin_or_shop)
"""The guards that refuse callers whose token is valid."""

GUARDS: Final = (signed_in, *ROLE_GUARDS)
"""The guards that require a token."""


async def _require_one_of(roles: tuple[str, ...], connection: Connection, handler: BaseRouteHandler) -> None:
    await signed_in(connection, handler)
    if not _asks_for_methods(connection) and not set(roles) & set(caller_of(connection).roles):
        named = " or ".join(f"`{role}`" for role in roles)
        raise Problem(kinds.FORBIDDEN, f"This route requires the role {named} in the token's `roles`.")


def _asks_for_methods(connection: Connection) -> bool:
    return bool(connection.scope.get("method") == "OPTIONS")
