"""Of a chain of replaced orders at most one can ever be paid, however the tabs meet and whichever process dies."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass

import pytest

from adapters.in_memory.system.intercepted import Call, nothing
from application.checkout.errors import CheckoutAlreadyPaid, PaymentClosed
from application.checkout.start_checkout import StartedCheckout
from application.orders.change_order import change
from application.orders.errors import NotFound
from application.ports.stripe.failures import StateConflict
from application.ports.unavailable import Unavailable
from domain.identifiers.derivation import order_id_from
from domain.identifiers.types import OrderId, RequestScope
from domain.orders.order import Order, OrderStatus
from domain.payments.checkout import record_successor
from domain.payments.intent import Closing
from entrypoints.container import Container
from tests.builders import by
from tests.crash.moments import Killed
from tests.use_cases.scenes import paid, stored, unpaid
from tests.world.alone import alone
from tests.world.promises import payable_or_paid
from tests.world.shoppers import pay, start
from tests.world.trouble import meanwhile, meeting
from tests.world.world import World, hooked


async def test_a_stale_tab_can_not_buy_again_what_its_successor_paid(world: World, till: Container) -> None:
    first = await unpaid(world)
    second = await start(till, "second", replaces=first.order.id)
    pay(world, second)

    with pytest.raises(CheckoutAlreadyPaid) as refused:
        await start(till, "stale", replaces=first.order.id)

    assert refused.value.order_id == second.order.id
    page = await world.stores.order_search.page(user_id=None, status=OrderStatus.PENDING, limit=10, cursor=None)
    assert page.orders == ()


async def test_a_stale_tab_is_refused_while_its_successor_is_processing(world: World, till: Container) -> None:
    first = await unpaid(world)
    second = await start(till, "second", replaces=first.order.id)
    pay(world, second, "pm_usBankAccount_success")
    with pytest.raises(CheckoutAlreadyPaid) as refused:
        await start(till, "stale", replaces=first.order.id)
    assert refused.value.order_id == second.order.id


async def test_a_stale_tab_cancels_an_open_successor_first(world: World, till: Container) -> None:
    first = await unpaid(world)
    second = await start(till, "second", replaces=first.order.id)
    third = await start(till, "stale", replaces=first.order.id)
    assert (await stored(world, second.order.id)).status is OrderStatus.CANCELED
    assert payable_or_paid(world, [second.order, third.order]) == [third.order.id]
    assert (await start(till, "stale", replaces=first.order.id)).order.id == third.order.id


async def test_what_is_paid_is_not_replaced(world: World, till: Container) -> None:
    order = await paid(world)
    with pytest.raises(CheckoutAlreadyPaid):
        await start(till, "second", replaces=order.id)


@dataclass
class Interruption:
    """Lets another tab run at the n-th call of a port, and then kills the first or lets it go on."""

    world: World
    at: int
    kill: bool
    replaced: StartedCheckout
    other: StartedCheckout | None = None
    passed: int = 0

    async def before(self, call: Call) -> None:
        number, self.passed = self.passed, self.passed + 1
        if number != self.at:
            return
        with suppress(CheckoutAlreadyPaid, PaymentClosed, Unavailable, StateConflict):
            self.other = await start(self.world.till, "other tab", quantity=3, replaces=self.replaced.order.id)
        if self.kill:
            raise Killed(str(call))

    async def after(self, call: Call) -> None:
        await self.before(call)


async def _interrupted(at: int, *, kill: bool, again: bool) -> tuple[list[str], bool]:
    """The payable orders of the chain once the worker has had its day, and whether the moment came at all."""
    world = World(straight=True)
    replaced = await unpaid(world)
    interruption = Interruption(world, at, kill, replaced)

    async def attempt() -> None:
        await start(world.till, "first tab", replaces=replaced.order.id)

    refusals = suppress(CheckoutAlreadyPaid, PaymentClosed, Unavailable, StateConflict, Killed)
    with refusals, hooked(interruption.before, interruption.after):
        await attempt()
    if again:
        with suppress(CheckoutAlreadyPaid, PaymentClosed, Unavailable, StateConflict):
            await attempt()
    world.clock.advance(60)
    await world.work(world.till)
    page = await world.stores.order_search.page(user_id=None, status=None, limit=10, cursor=None)
    return payable_or_paid(world, list(page.orders)), interruption.passed > at


@pytest.mark.parametrize("again", [False, True])
@pytest.mark.parametrize("kill", [False, True])
def test_two_tabs_that_replace_the_same_order_leave_at_most_one_to_be_paid(kill: bool, again: bool) -> None:
    at, reached = 0, True
    while reached:
        payable, reached = alone(_interrupted(at, kill=kill, again=again))
        assert len(payable) <= 1, f"the other tab came at moment {at}"
        at += 1
    assert at > 10


async def _dead_before_it_took_its_place(world: World, till: Container, request_scope: str, replaces: str) -> Order:
    """The order of a process that died as soon as it had stored the order."""

    async def die(call: Call) -> None:
        if (call.port, call.method) == ("stores.orders", "add"):
            raise Killed(str(call))

    with hooked(nothing, die), pytest.raises(Killed):
        await start(till, request_scope, replaces=replaces)
    return await stored(world, order_id_from(RequestScope(request_scope)))


async def test_an_order_that_did_not_take_its_place_is_not_requested_by_the_worker(
    world: World, till: Container
) -> None:
    first = await unpaid(world)
    order = await _dead_before_it_took_its_place(world, till, "second", first.order.id)
    world.clock.advance(600)
    await world.work(till)
    assert [payment.id for payment in world.model.totals.payments()] == [first.order.intent.id]

    again = await start(till, "second", replaces=first.order.id)
    assert again.order.id == order.id
    assert pay(world, again) == "succeeded"


async def test_what_replaces_an_order_that_did_not_take_its_place_replaces_that_ones_predecessor_too(
    world: World, till: Container
) -> None:
    first = await unpaid(world)
    second = await _dead_before_it_took_its_place(world, till, "second", first.order.id)
    third = await start(till, "third", replaces=second.id)
    page = await world.stores.order_search.page(user_id=None, status=None, limit=10, cursor=None)
    assert payable_or_paid(world, list(page.orders)) == [third.order.id]
    with pytest.raises(PaymentClosed):
        await start(till, "second", replaces=first.order.id)


async def test_a_payment_that_comes_before_the_place_is_taken_closes_the_new_order(
    world: World, till: Container
) -> None:
    first = await unpaid(world)
    second = await _dead_before_it_took_its_place(world, till, "second", first.order.id)
    third = await start(till, "third", replaces=first.order.id)
    pay(world, third)
    for _ in range(2):
        with pytest.raises(CheckoutAlreadyPaid) as refused:
            await start(till, "second", replaces=first.order.id)
        assert refused.value.order_id == third.order.id
    assert (await stored(world, second.id)).status is OrderStatus.CANCELED


async def test_an_order_that_was_closed_takes_no_place(world: World, till: Container) -> None:
    first = await unpaid(world)
    second = await _dead_before_it_took_its_place(world, till, "second", first.order.id)
    world.clock.advance(25 * 60 * 60)
    await world.work(till)
    with pytest.raises(PaymentClosed):
        await start(till, "second", replaces=first.order.id)
    assert (await stored(world, second.id)).intent.closing is Closing.EXPIRED


async def test_an_order_that_is_closed_while_it_takes_its_place_is_not_requested(world: World, till: Container) -> None:
    first = await unpaid(world)

    async def other() -> None:
        await start(till, "third", replaces=first.order.id)

    with (
        meeting(meanwhile("stores.orders", "save", other), meanwhile("stores.orders", "save", other)),
        suppress(PaymentClosed),
    ):
        await start(till, "second", replaces=first.order.id)
    page = await world.stores.order_search.page(user_id=None, status=None, limit=10, cursor=None)
    assert len(payable_or_paid(world, list(page.orders))) == 1


async def test_two_orders_that_replaced_each_other_end_the_chain(world: World, till: Container) -> None:
    one = (await unpaid(world, "one")).order
    two = (await unpaid(world, "two")).order
    for order, successor in ((one, two), (two, one)):
        await change(world.stores.orders, order, lambda now, other=successor: record_successor(now, other.id, by()))
    with pytest.raises(PaymentClosed):
        await start(till, "third", replaces=one.id)


async def test_a_chain_whose_order_another_program_removed_can_not_be_followed(world: World, till: Container) -> None:
    first = await unpaid(world)
    await change(world.stores.orders, first.order, lambda now: record_successor(now, OrderId("ord_gone"), by()))
    with pytest.raises(NotFound):
        await start(till, "second", replaces=first.order.id)
