"""Who may see which order, and its history."""

import pytest

from application.orders.errors import NotFound
from application.orders.list_orders import ListOrdersQuery
from application.ports.storage.failures import UnreadableHistory
from domain.identifiers.order_number import order_number
from domain.orders.history import EntryType
from domain.orders.order import Order, OrderStatus
from entrypoints.container import Container
from tests.use_cases.scenes import BOB, paid, unpaid
from tests.world.shoppers import ADA, start
from tests.world.trouble import failing, meeting
from tests.world.world import World


@pytest.fixture
async def order(world: World) -> Order:
    return await paid(world)


async def test_an_order_is_found_by_its_id_and_by_the_number_people_spell(till: Container, order: Order) -> None:
    show = till.show_order()
    spelt = order_number(order.id).lower()
    assert await show(order.id, user_id=ADA.id, is_admin=False) == order
    assert await show(spelt, user_id=ADA.id, is_admin=False) == order


async def test_an_order_of_another_is_not_admitted_to_exist_but_to_an_admin(till: Container, order: Order) -> None:
    with pytest.raises(NotFound, match="no such order"):
        await till.show_order()(order.id, user_id=BOB.id, is_admin=False)
    assert await till.show_order()(order.id, user_id=BOB.id, is_admin=True) == order


@pytest.mark.parametrize("reference", ["", "T-0000-0000-0000-1", "ord_000000000000", "ord_../secrets"])
async def test_what_is_no_order_is_not_found(till: Container, reference: str) -> None:
    with pytest.raises(NotFound):
        await till.show_order()(reference, user_id=ADA.id, is_admin=True)
    with pytest.raises(NotFound):
        await till.show_history()(reference)


async def test_the_history_shows_what_happened_in_order(till: Container, order: Order) -> None:
    entries = await till.show_history()(order_number(order.id))
    assert [entry.seq for entry in entries] == list(range(1, len(entries) + 1))
    assert entries[0].type is EntryType.CHECKOUT_STARTED
    assert EntryType.PAYMENT_SUCCEEDED in [entry.type for entry in entries]


async def test_a_broken_history_is_reported_by_its_first_broken_entry(till: Container, order: Order) -> None:
    broken = failing("stores.histories", "entries", UnreadableHistory(2))
    with meeting(broken), pytest.raises(UnreadableHistory, match="entry 2"):
        await till.show_history()(order.id)


async def test_shoppers_list_their_own_and_admins_whom_they_choose(world: World, till: Container, order: Order) -> None:
    bobs = (await start(till, "bob's", user=BOB)).order
    listing = till.list_orders()

    async def ids(**query: object) -> set[str]:
        page = await listing(ListOrdersQuery(**query))  # type: ignore[arg-type]
        return {each.id for each in page.orders}

    assert await ids(user_id=ADA.id, reads_any_order=False) == {order.id}
    assert await ids(user_id=ADA.id, reads_any_order=False, of_user=ADA.id) == {order.id}
    assert await ids(user_id=ADA.id, reads_any_order=False, of_user=BOB.id) == set()
    assert await ids(user_id=ADA.id, reads_any_order=True) == {order.id, bobs.id}
    assert await ids(user_id=ADA.id, reads_any_order=True, of_user=BOB.id) == {bobs.id}
    assert await ids(user_id=ADA.id, reads_any_order=True, status=OrderStatus.CONFIRMED) == {order.id}


async def test_a_list_goes_on_where_its_page_ended(world: World, till: Container) -> None:
    for request_scope in ("one", "two", "three"):
        await unpaid(world, request_scope)
        world.clock.advance(1)
    first = await till.list_orders()(ListOrdersQuery(user_id=ADA.id, reads_any_order=False, limit=2))
    rest = await till.list_orders()(
        ListOrdersQuery(user_id=ADA.id, reads_any_order=False, limit=2, cursor=first.cursor)
    )
    assert (len(first.orders), len(rest.orders), rest.cursor) == (2, 1, None)
