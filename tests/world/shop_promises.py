"""What must hold of the events that the shop's own systems received."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from domain.identifiers.types import OrderId
from domain.orders.history import Entry
from domain.orders.order import Order
from domain.orders.shop_event import shop_event
from tests.world.world import SHOP_ENDPOINT, World


async def shop_promises(world: World, orders: list[Order], histories: dict[OrderId, tuple[Entry, ...]]) -> list[str]:
    """A sentence for each event that is missing or out of order, and for each order of which the shop knows less."""
    wrong = []
    for order in orders:
        calling = [entry.seq for entry in histories[order.id] if shop_event(entry) is not None]
        arrived = [message.seq for _, message in world.receivers.posts if message.order_id == order.id]
        if list(dict.fromkeys(arrived)) != calling:
            wrong.append(f"the shop received the events {arrived} of {order.id}, and its history calls for {calling}")
        last = world.receivers.orders.get((SHOP_ENDPOINT.id, order.id))
        # An open refund reserves what its end will report.
        known = replace(order.figures, refundable=last.figures.refundable) if order.amount_reserved and last else None
        if last is not None and last.figures != (known or order.figures):
            wrong.append(f"the shop has {last.figures} of {order.id}, which is {order.figures}")
    later = world.clock.now() + timedelta(days=365)
    waiting = await world.stores.shop_outbox.pending(SHOP_ENDPOINT.id, later, 100)
    return wrong + [f"{pending.order.id} still has something for the shop" for pending in waiting]
