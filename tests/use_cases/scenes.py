"""Where most stories begin: an order that can be paid, or is."""

from __future__ import annotations

from dataclasses import replace

from application.checkout.start_checkout import StartedCheckout
from application.ports.storage.inbox import InboxEntry
from domain.customers.user import User
from domain.identifiers.types import OrderId, PaymentIntentId, UserId
from domain.orders.history import EntryType
from domain.orders.order import Order
from tests.world.shoppers import pay, start
from tests.world.world import World

BOB = User(id=UserId("bob"), email="bob@customer.example", first_name="Bob", last_name="Achebe")


async def paid(world: World, request_scope: str = "first", method: str = "pm_card_visa") -> Order:
    """An order whose payment is known; every webhook so far was delivered."""
    started = await start(world.till, request_scope)
    pay(world, started, method)
    await world.deliver(world.till)
    return await stored(world, started.order.id)


async def unpaid(world: World, request_scope: str = "first") -> StartedCheckout:
    """A checkout that waits for its shopper; every webhook so far was delivered."""
    started = await start(world.till, request_scope)
    await world.deliver(world.till)
    return started


async def stored(world: World, order_id: OrderId) -> Order:
    """The order as it lies in the store."""
    order = await world.stores.orders.get(order_id)
    assert order is not None
    return order


async def only_order(world: World) -> Order:
    """The one order there is."""
    page = await world.stores.order_search.page(user_id=None, status=None, limit=10, cursor=None)
    (order,) = page.orders
    return order


async def recorded(world: World, order_id: OrderId) -> list[EntryType]:
    """The types of all entries in the order's history."""
    return [entry.type for entry in await world.stores.histories.entries(order_id) or ()]


async def touch(world: World, order_id: OrderId) -> None:
    """Somebody else writes the order, so that whoever read it before has an old version."""
    order = await stored(world, order_id)
    await world.stores.orders.save(replace(order, updated_at=order.updated_at))


async def asked_in_other_words(world: World, order_id: OrderId) -> None:
    """An older deploy would have asked for this order's intent in other words."""
    order = await stored(world, order_id)
    creation = replace(order.intent.creation, digest="of other words")
    await world.stores.orders.save(replace(order, intent=replace(order.intent, creation=creation)))


def intent_of(order: Order) -> PaymentIntentId:
    """The id of the order's intent."""
    assert order.intent.id is not None
    return order.intent.id


async def received(world: World, of_type: str) -> InboxEntry:
    """The one event of that type that came."""
    page = await world.stores.inbox.page(status=None, limit=100, cursor=None)
    (entry,) = (each for each in page.entries if each.event.type == of_type)
    return entry
