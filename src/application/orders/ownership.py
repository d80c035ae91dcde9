"""Whose an order is."""

from domain.identifiers.types import OrderId, UserId
from domain.orders.order import Order


def is_owner(order: Order, user_id: UserId, only_order: OrderId | None) -> bool:
    """Whether the order is the user's and, where their token is for one order alone, that one."""
    return order.user_id == user_id and only_order in (None, order.id)
