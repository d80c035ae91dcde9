"""What the ports `Users` and `Declines` promise."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import datetime

import pytest

from application.ports.storage.failures import StaleOrder
from domain.customers.user import User
from domain.identifiers.types import CustomerId, UserId
from tests.builders import asked, checkout, paid, user, with_facts
from tests.contracts.stores.stores import Stores
from tests.fact_builders import failed_attempt, payment_fact
from tests.when import AT, after

CUSTOMER = CustomerId("cus_1")


async def declines_since(stores: Stores, shopper: User, moment: datetime) -> int:
    """The declines of a stored user."""
    stored = await stores.users.get(shopper.id)
    assert stored is not None
    return stored.declines_since(moment)


class UsersSuite:
    async def test_a_user_is_read_back_as_added(self, stores: Stores) -> None:
        added = await stores.users.add(user())
        assert await stores.users.get(added.id) == added
        assert await stores.users.get(UserId("nobody")) is None

    async def test_the_first_account_of_a_user_stays(self, stores: Stores) -> None:
        first = await stores.users.add(user(email="first@example.com"))
        assert await stores.users.add(replace(first, email="second@example.com")) == first
        assert await stores.users.get(first.id) == first

    async def test_users_added_at_once_are_one_user(self, stores: Stores) -> None:
        shopper = user()
        added = await asyncio.gather(
            *(stores.users.add(replace(shopper, first_name=f"Tab {number}")) for number in range(5))
        )
        assert len(set(added)) == 1
        assert await stores.users.get(shopper.id) == added[0]

    async def test_a_user_who_is_renamed_keeps_the_customer(self, stores: Stores) -> None:
        shopper = await stores.users.add(user())
        recorded = await stores.users.record_customer(shopper.id, 0, CUSTOMER)
        renamed = replace(shopper, email="new@example.com", first_name="Grace", last_name=None)
        assert await stores.users.rename(renamed) == replace(renamed, customer_id=CUSTOMER) != recorded
        assert await stores.users.get(shopper.id) == replace(renamed, customer_id=CUSTOMER)

    async def test_a_customer_is_recorded_once(self, stores: Stores) -> None:
        shopper = await stores.users.add(user())
        recorded = await stores.users.record_customer(shopper.id, 0, CUSTOMER)
        assert recorded == replace(shopper, customer_id=CUSTOMER)
        assert await stores.users.record_customer(shopper.id, 0, CustomerId("cus_2")) == recorded
        assert await stores.users.by_customer(CUSTOMER) == recorded
        assert await stores.users.by_customer(CustomerId("cus_2")) is None

    async def test_two_tabs_end_with_the_same_customer(self, stores: Stores) -> None:
        shopper = await stores.users.add(user())
        recorded = await asyncio.gather(
            *(stores.users.record_customer(shopper.id, 0, CustomerId(f"cus_{number}")) for number in range(5))
        )
        assert len({each.customer_id for each in recorded}) == 1

    async def test_a_deleted_customer_begins_a_generation_in_which_it_never_returns(self, stores: Stores) -> None:
        shopper = await stores.users.add(user())
        await stores.users.record_customer(shopper.id, 0, CUSTOMER)
        forgotten = await stores.users.forget_customer(shopper.id, CUSTOMER)
        assert forgotten == replace(shopper, generation=1)
        assert await stores.users.forget_customer(shopper.id, CUSTOMER) == forgotten
        assert await stores.users.record_customer(shopper.id, 0, CUSTOMER) == forgotten
        renewed = await stores.users.record_customer(shopper.id, 1, CustomerId("cus_2"))
        assert (renewed.customer_id, renewed.generation) == ("cus_2", 1)

    async def test_another_users_customer_is_not_forgotten(self, stores: Stores) -> None:
        shopper = await stores.users.add(user())
        recorded = await stores.users.record_customer(shopper.id, 0, CUSTOMER)
        assert await stores.users.forget_customer(shopper.id, CustomerId("cus_2")) == recorded

    async def test_a_generation_without_a_customer_can_be_given_up_once(self, stores: Stores) -> None:
        shopper = await stores.users.add(user())
        assert (await stores.users.next_generation(shopper.id, 0)).generation == 1
        assert (await stores.users.next_generation(shopper.id, 0)).generation == 1
        recorded = await stores.users.record_customer(shopper.id, 1, CUSTOMER)
        assert await stores.users.next_generation(shopper.id, 1) == recorded


class DeclinesSuite:
    async def test_declines_of_every_order_and_attachment_count_once_each(self, stores: Stores) -> None:
        shopper = await stores.users.add(user())
        for number in (1, 2):
            order = asked(checkout(user_id=shopper.id))
            for attempt in (number * 10, number * 10 + 1, number * 10):
                order = with_facts(order, payment_fact(order, order.intent.state, failure=failed_attempt(attempt)))
            await stores.orders.add(order)
        for attempt_id in ("attempt-1", "attempt-2", "attempt-1"):
            assert await stores.declines.begin(shopper.id, attempt_id, after(1), since=AT, limit=10)
        assert await declines_since(stores, shopper, AT) == 6

    async def test_old_declines_and_mere_failures_do_not_count(self, stores: Stores) -> None:
        shopper = await stores.users.add(user())
        order = asked(checkout(user_id=shopper.id))
        for attempt in (
            failed_attempt(1, at=after(-1)),
            failed_attempt(2, at=after(5)),
            failed_attempt(3, declined=False, at=after(9)),
        ):
            order = with_facts(order, payment_fact(order, order.intent.state, failure=attempt))
        await stores.orders.add(order)
        await stores.declines.begin(shopper.id, "attempt-1", after(-1), since=after(-9), limit=10)
        assert await declines_since(stores, shopper, AT) == 1
        assert await declines_since(stores, shopper, after(5)) == 1
        assert await declines_since(stores, shopper, after(6)) == 0

    async def test_the_declines_of_one_shopper_do_not_count_for_another(self, stores: Stores) -> None:
        shopper = await stores.users.add(user())
        await stores.declines.begin(shopper.id, "attempt-1", AT, since=AT, limit=10)
        order = asked(checkout(user_id=shopper.id))
        await stores.orders.add(with_facts(order, payment_fact(order, order.intent.state, failure=failed_attempt())))
        assert await declines_since(stores, shopper, AT) == 2
        another = await stores.users.add(user(id=UserId("shopper-2")))
        assert await declines_since(stores, another, AT) == 0

    async def test_attempts_that_begin_together_do_not_pass_the_limit(self, stores: Stores) -> None:
        shopper = await stores.users.add(user())
        begun = await asyncio.gather(
            *(stores.declines.begin(shopper.id, f"attempt-{number}", AT, since=AT, limit=7) for number in range(20))
        )
        assert sum(begun) == 7
        assert await declines_since(stores, shopper, AT) == 7

    async def test_an_attempt_that_is_begun_again_is_one(self, stores: Stores) -> None:
        shopper = await stores.users.add(user())
        assert await stores.declines.begin(shopper.id, "attempt-1", AT, since=AT, limit=1)
        assert await stores.declines.begin(shopper.id, "attempt-1", after(1), since=AT, limit=1)
        assert not await stores.declines.begin(shopper.id, "attempt-2", after(1), since=AT, limit=1)

    async def test_an_attempt_that_ended_leaves_room_for_another(self, stores: Stores) -> None:
        shopper = await stores.users.add(user())
        await stores.declines.begin(shopper.id, "attempt-1", AT, since=AT, limit=1)
        await stores.declines.end(shopper.id, "attempt-1")
        await stores.declines.end(shopper.id, "attempt-0")
        assert await declines_since(stores, shopper, AT) == 0
        assert await stores.declines.begin(shopper.id, "attempt-2", AT, since=AT, limit=1)

    async def test_a_decline_is_counted_once_however_often_its_order_is_saved(self, stores: Stores) -> None:
        shopper = await stores.users.add(user())
        order = await stores.orders.add(asked(checkout(user_id=shopper.id)))
        declined = with_facts(order, payment_fact(order, order.intent.state, failure=failed_attempt(1, at=after(1))))
        saved = await stores.orders.save(declined)
        with pytest.raises(StaleOrder):
            await stores.orders.save(declined)
        await stores.orders.save(paid(saved))
        assert await declines_since(stores, shopper, AT) == 1

    async def test_recorded_declines_leave_so_much_less_room_for_attempts(self, stores: Stores) -> None:
        shopper = await stores.users.add(user())
        order = asked(checkout(user_id=shopper.id))
        await stores.orders.add(with_facts(order, payment_fact(order, order.intent.state, failure=failed_attempt())))
        assert await stores.declines.begin(shopper.id, "attempt-1", AT, since=AT, limit=2)
        assert not await stores.declines.begin(shopper.id, "attempt-2", AT, since=AT, limit=2)

    async def test_attempts_before_the_period_do_not_count(self, stores: Stores) -> None:
        shopper = await stores.users.add(user())
        await stores.declines.begin(shopper.id, "attempt-1", after(-5), since=after(-9), limit=1)
        assert await stores.declines.begin(shopper.id, "attempt-2", AT, since=after(-4), limit=1)
