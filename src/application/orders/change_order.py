"""The one loop by which an order is changed: read, decide, write if nobody wrote meanwhile."""

from collections.abc import Awaitable, Callable, Iterable

from application.orders.errors import NotFound
from application.ports.storage.failures import StaleOrder
from application.ports.storage.orders import Orders
from domain.facts.fact import OrderFact
from domain.orders.apply_fact import apply_fact, belongs
from domain.orders.history import Attribution
from domain.orders.order import Order

MAX_ROUNDS = 100
"""Each lost round means that another writer won; nobody loses so often but by a fault."""


async def change(orders: Orders, order: Order, transition: Callable[[Order], Order]) -> Order:
    """Returns the order as saved after `transition`, which is repeated on a fresh copy where another writer came first.

    A transition that records nothing writes nothing and is not returned. What it raises ends the loop; so do
    `StoreUnavailable`, and `StaleOrder` after `MAX_ROUNDS`.
    """

    async def decided(current: Order) -> Order:
        return transition(current)

    return await change_by_asking(orders, order, decided)


async def change_by_asking(orders: Orders, order: Order, transition: Callable[[Order], Awaitable[Order]]) -> Order:
    """As `change`, for a transition that asks somebody else about the order as it is.

    What it hears holds for the copy that it was given: where another writer came first, it asks again.
    """
    for _ in range(MAX_ROUNDS):
        changed = await transition(order)
        if not changed.changes:
            return order
        try:
            return await orders.save(changed)
        except StaleOrder:
            fresh = await orders.get(order.id)
            if fresh is None:
                raise NotFound("order") from None
            order = fresh
    raise StaleOrder(order.id)


async def apply_facts(orders: Orders, order: Order, facts: Iterable[OrderFact], by: Attribution) -> Order:
    """Returns the order with those of the facts applied that are about it, in one write; raises as `change` does."""
    known = tuple(facts)

    def applied(current: Order) -> Order:
        for fact in known:
            if belongs(current, fact):
                current = apply_fact(current, fact, by)
        return current

    return await change(orders, order, applied)
