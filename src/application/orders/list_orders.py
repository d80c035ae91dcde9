"""List orders, newest first."""

from dataclasses import dataclass

from application.ports.storage.order_search import OrderPage, OrderSearch
from domain.identifiers.types import UserId
from domain.orders.order import OrderStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class ListOrdersQuery:
    """Whose orders, which, and from where on; an admin may leave `of_user` open."""

    user_id: UserId
    is_admin: bool
    of_user: UserId | None = None
    status: OrderStatus | None = None
    limit: int = 20
    cursor: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ListOrders:
    """A shopper sees their own; an admin sees all, or one shopper's."""

    search: OrderSearch

    async def __call__(self, query: ListOrdersQuery) -> OrderPage:
        """Raises `ValueError` for a malformed cursor, and `StoreUnavailable`."""
        return await self.search.page(
            user_id=query.of_user if query.is_admin else query.user_id,
            status=query.status,
            limit=query.limit,
            cursor=query.cursor,
        )
