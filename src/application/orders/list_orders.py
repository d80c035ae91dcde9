"""List orders, newest first."""

from dataclasses import dataclass

from application.ports.storage.order_search import NO_FILTERS, OrderFilters, OrderPage, OrderSearch
from domain.identifiers.types import UserId
from domain.orders.order import OrderStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class ListOrdersQuery:
    """The caller, the filters and the page; `of_user` filters by the orders' user."""

    user_id: UserId
    reads_any_order: bool
    of_user: UserId | None = None
    status: OrderStatus | None = None
    filters: OrderFilters = NO_FILTERS
    limit: int = 20
    cursor: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ListOrders:
    """Shoppers see their own orders; admins and the shop's servers see all."""

    search: OrderSearch

    async def __call__(self, query: ListOrdersQuery) -> OrderPage:
        """Raises `ValueError` for a malformed cursor, and `StoreUnavailable`."""
        if not query.reads_any_order and query.of_user not in (None, query.user_id):
            return OrderPage(orders=(), cursor=None)
        return await self.search.page(
            user_id=query.of_user if query.reads_any_order else query.user_id,
            status=query.status,
            filters=query.filters,
            limit=query.limit,
            cursor=query.cursor,
        )
