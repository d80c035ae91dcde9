"""What the port `OrderChanges` promises."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

import pytest

from domain.identifiers.types import OrderId
from domain.orders.order import Order
from tests.builders import asked, checkout
from tests.contracts.stores.stores import Stores
from tests.when import AT

LONG_AFTER = AT + timedelta(days=40_000)
"""Whatever was written is settled by then, by any server's clock."""


async def added(stores: Stores) -> Order:
    order = await stores.orders.add(checkout())
    await asyncio.sleep(0.002)  # so that no two are of the same millisecond
    return order


async def changed(stores: Stores, order: Order) -> Order:
    return await stores.orders.save(asked(order))


async def all_after(
    stores: Stores, cursor: str | None, *, limit: int = 2, now: datetime = AT
) -> tuple[list[OrderId], str]:
    """Every order that a reader is given until the cursor stays the same, and that cursor."""
    read: list[OrderId] = []
    while True:
        page = await stores.order_changes.after(cursor, limit=limit, now=now)
        read += [order.id for order in page.orders]
        assert len(page.orders) <= limit
        if page.cursor == cursor:
            return read, page.cursor
        cursor = page.cursor


class OrderChangesSuite:
    @pytest.mark.parametrize("now", [AT, LONG_AFTER])
    async def test_orders_come_as_they_are_now_the_longest_unchanged_first(self, stores: Stores, now: datetime) -> None:
        first, second, third = [await added(stores) for _ in range(3)]
        first = await changed(stores, first)
        read, cursor = await all_after(stores, None, now=now)
        assert read == [second.id, third.id, first.id]
        page = await stores.order_changes.after(None, limit=9, now=now)
        assert page.orders[-1] == first
        assert await all_after(stores, cursor, now=now) == ([], cursor)

    @pytest.mark.parametrize("now", [AT, LONG_AFTER])
    async def test_a_reader_goes_on_where_it_was_and_is_given_what_changed_since(
        self, stores: Stores, now: datetime
    ) -> None:
        first, second = await added(stores), await added(stores)
        _, cursor = await all_after(stores, None, now=now)
        await changed(stores, first)
        third = await added(stores)
        read, cursor = await all_after(stores, cursor, now=now)
        assert read == [first.id, third.id]
        await changed(stores, second)
        read, cursor = await all_after(stores, cursor, now=LONG_AFTER)
        assert read == [second.id]
        assert await all_after(stores, cursor, now=now) == ([], cursor)

    async def test_at_first_there_is_nothing_and_a_cursor_for_later(self, stores: Stores) -> None:
        page = await stores.order_changes.after(None, limit=9, now=AT)
        assert page.orders == ()
        assert await all_after(stores, page.cursor) == ([], page.cursor)
        order = await added(stores)
        assert (await all_after(stores, page.cursor))[0] == [order.id]

    async def test_while_others_write_none_is_left_out(self, stores: Stores) -> None:
        orders = [await stores.orders.add(checkout()) for _ in range(6)]
        read: list[OrderId] = []
        cursor: str | None = None
        writes = [asyncio.create_task(changed(stores, order)) for order in orders]
        writes += [asyncio.create_task(added(stores)) for _ in range(6)]
        for _ in range(40):
            page = await stores.order_changes.after(cursor, limit=3, now=AT)
            read += [order.id for order in page.orders]
            cursor = page.cursor
        saved = await asyncio.gather(*writes)
        rest, _ = await all_after(stores, cursor, limit=3)
        assert {order.id for order in saved} == {*read, *rest}

    @pytest.mark.parametrize(
        "cursor", ["nonsense", "!", "ü", "MTIz", "LTE6YTo", "change", "change:x", "OTk5OTk5OTk5OTk5OTk5Ojo"]
    )
    async def test_a_malformed_cursor_is_refused(self, stores: Stores, cursor: str) -> None:
        with pytest.raises(ValueError, match="cursor"):
            await stores.order_changes.after(cursor, limit=9, now=AT)
