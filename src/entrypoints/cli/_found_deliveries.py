"""Finds the deliveries that the options of `till deliveries` name."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta

from application.ports.storage.deliveries import Delivery, DeliveryStatus
from domain.identifiers.types import OrderId
from entrypoints.container import Container


async def wanted_deliveries(
    till: Container, *, failed: bool, since: timedelta | None, order: OrderId | None
) -> AsyncIterator[Delivery]:
    """The deliveries that `till deliveries` is asked for; failed ones were given up, or fail now."""
    earliest = till.clock().now() - since if since is not None else None
    async for delivery in _of_order(till, order) if order else _all(till, earliest):
        is_failed = delivery.status is DeliveryStatus.SET_ASIDE or delivery.next_try_at is not None
        if (is_failed or not failed) and (earliest is None or delivery.happened_at >= earliest):
            yield delivery


async def _of_order(till: Container, order: OrderId) -> AsyncIterator[Delivery]:
    for delivery in await till.deliveries().of_order(order):
        yield delivery


async def _all(till: Container, earliest: datetime | None) -> AsyncIterator[Delivery]:
    cursor = None
    while True:
        page = await till.deliveries().page(status=None, limit=100, cursor=cursor, since=earliest)
        for delivery in page.deliveries:
            yield delivery
        cursor = page.cursor
        if cursor is None:
            return
