"""What the port `DueOrders` promises."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

from domain.facts.payment import PaymentState
from domain.orders.due import due_at
from tests.builders import asked, checkout, paid, with_facts
from tests.contracts.stores.stores import Stores
from tests.fact_builders import payment_fact
from tests.when import AT, after

LEASE = timedelta(seconds=60)


class DueOrdersSuite:
    async def test_an_order_is_claimed_from_its_moment_on_and_not_before(self, stores: Stores) -> None:
        order = await stores.orders.add(checkout())
        moment = due_at(order)
        assert moment is not None
        assert await stores.due_orders.claim(moment - timedelta(milliseconds=1), LEASE, 10) == []
        assert await stores.due_orders.claim(moment, LEASE, 10) == [order.id]

    async def test_an_order_with_nothing_left_to_do_is_never_claimed(self, stores: Stores) -> None:
        order = await stores.orders.add(paid())
        assert due_at(order) is None
        assert await stores.due_orders.claim(after(days=999), LEASE, 10) == []

    async def test_an_order_whose_end_was_saved_is_left_alone(self, stores: Stores) -> None:
        order = await stores.orders.add(asked())
        await stores.orders.save(with_facts(order, payment_fact(order, PaymentState.CANCELED)))
        assert await stores.due_orders.claim(after(days=999), LEASE, 10) == []

    async def test_each_claim_in_a_row_puts_an_order_off_twice_as_long_up_to_an_hour(self, stores: Stores) -> None:
        await stores.orders.add(checkout())
        now = after(days=1)
        for minutes in (1, 2, 4, 8, 16, 32, 60, 60):
            assert len(await stores.due_orders.claim(now, LEASE, 10)) == 1
            now += timedelta(minutes=minutes)
            assert await stores.due_orders.claim(now - timedelta(milliseconds=1), LEASE, 10) == []

    async def test_a_save_resets_the_wait(self, stores: Stores) -> None:
        order = await stores.orders.add(checkout())
        for minutes in (10, 20, 30):
            await stores.due_orders.claim(after(minutes=minutes), LEASE, 10)
        order = await stores.orders.save(replace(order, intent=replace(order.intent, confirmations=1)))
        assert await stores.due_orders.claim(after(minutes=31), LEASE, 10) == [order.id]
        assert await stores.due_orders.claim(after(minutes=32), LEASE, 10) == [order.id]

    async def test_a_claim_makes_no_save_stale(self, stores: Stores) -> None:
        order = await stores.orders.add(asked())
        await stores.due_orders.claim(after(days=2), LEASE, 10)
        assert (await stores.orders.save(paid(order))).version == 2

    async def test_concurrent_workers_never_hold_the_same(self, stores: Stores) -> None:
        orders = [await stores.orders.add(checkout()) for _ in range(6)]
        moments = [after(number / 1000, days=2) for number in range(5)]
        granted = await asyncio.gather(*(stores.due_orders.claim(moment, LEASE, 4) for moment in moments))
        claimed = [order_id for claims in granted for order_id in claims]
        assert len(claimed) == len(set(claimed))
        rest = await stores.due_orders.claim(after(days=2), LEASE, 10)
        assert {*claimed, *rest} == {order.id for order in orders}

    async def test_the_longest_waiting_come_first(self, stores: Stores) -> None:
        late = [await stores.orders.add(checkout(at=after(3600))) for _ in range(5)]
        early = [await stores.orders.add(checkout(at=AT)) for _ in range(2)]
        claimed = await stores.due_orders.claim(after(days=2), LEASE, 1)
        assert {*claimed} < {order.id for order in early}
        assert not {*claimed} & {order.id for order in late}
