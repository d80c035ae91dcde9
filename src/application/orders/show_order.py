"""Show one order to its owner or to an admin."""

from dataclasses import dataclass

from application.orders.errors import NotFound
from application.orders.ownership import is_owner
from application.ports.storage.orders import Orders
from domain.identifiers.order_number import order_id_of
from domain.identifiers.types import OrderId, UserId
from domain.orders.order import Order


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowOrder:
    """Finds an order by its id or its number, as people spell it."""

    orders: Orders

    async def __call__(
        self, reference: str, *, user_id: UserId, is_admin: bool, only_order: OrderId | None = None
    ) -> Order:
        """Another's order is `NotFound`, but for an admin."""
        order_id = order_id_of(reference)
        order = await self.orders.get(order_id) if order_id else None
        if order is None or not (is_admin or is_owner(order, user_id, only_order)):
            raise NotFound("order")
        return order
