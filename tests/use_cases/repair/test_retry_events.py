"""Events that are due are tried until they had their effect, or until a person must look."""

import pytest

from application.ports.storage.failures import StoreUnavailable
from application.ports.storage.inbox import EventStatus
from application.repair.retry_events import BATCH, LONGEST_PAUSE, MAX_ATTEMPTS
from domain.identifiers.types import OrderId
from domain.orders.order import OrderStatus
from entrypoints.container import Container
from stripe_stand_in.model import Fault
from tests.use_cases.scenes import stored, unpaid
from tests.world.shoppers import pay
from tests.world.trouble import failing, meeting
from tests.world.world import World


@pytest.fixture
async def due(world: World, till: Container) -> str:
    """An order whose payment's events were received by a process that then failed."""
    started = await unpaid(world)
    pay(world, started)
    with meeting(failing("stores.orders", "by_intent", StoreUnavailable("down"), times=99)):
        await world.deliver(till)
    world.clock.advance(31)
    return started.order.id


async def _statuses(world: World) -> set[str]:
    page = await world.stores.inbox.page(status=None, limit=BATCH, cursor=None)
    return {entry.status for entry in page.entries}


async def test_what_is_due_has_its_effect(world: World, till: Container, due: str) -> None:
    assert await till.retry_events()() > 0
    assert await till.retry_events()() == 0
    page = await world.stores.order_search.page(user_id=None, status=OrderStatus.CONFIRMED, limit=9, cursor=None)
    assert [order.id for order in page.orders] == [due]
    assert EventStatus.DUE not in await _statuses(world)


async def test_an_event_that_fails_holds_up_no_other(world: World, till: Container, due: str) -> None:
    with meeting(failing("stores.orders", "by_intent", ValueError("a fault of ours"))):
        await till.retry_events()()
    page = await world.stores.inbox.page(status=EventStatus.DUE, limit=BATCH, cursor=None)
    assert [entry.reason for entry in page.entries] == ["ValueError: a fault of ours"]
    assert [(subject, type(fault)) for subject, fault in world.fault_reports.reported] == [
        (entry.event.id, ValueError) for entry in page.entries
    ]


async def test_an_event_that_fails_is_retried_ever_more_rarely_and_then_alerts(
    world: World, till: Container, due: str
) -> None:
    tries = 0
    with meeting(failing("stores.orders", "by_intent", ValueError("a fault of ours"), times=10**6)):
        while EventStatus.DUE in await _statuses(world):
            tries += bool(await till.retry_events()())
            world.clock.advance(LONGEST_PAUSE.total_seconds() / 2)
            assert tries <= 2 * MAX_ATTEMPTS
    dead = await world.stores.inbox.page(status=EventStatus.DEAD, limit=BATCH, cursor=None)
    assert {entry.attempts for entry in dead.entries} == {MAX_ATTEMPTS - 1}
    assert {alert.kind for alert in world.stores.alerts.raised.values()} == {"dead_letter"}
    assert (await stored(world, OrderId(due))).status is OrderStatus.PENDING


async def test_a_database_that_is_away_for_a_day_makes_no_dead_letter(world: World, till: Container, due: str) -> None:
    with meeting(failing("stores.orders", "by_intent", StoreUnavailable("down"), times=10**6)):
        for _ in range(2 * MAX_ATTEMPTS):
            await till.retry_events()()
            world.clock.advance(LONGEST_PAUSE.total_seconds())
    assert EventStatus.DEAD not in await _statuses(world)
    await till.retry_events()()
    assert (await stored(world, OrderId(due))).status is OrderStatus.CONFIRMED
    assert world.fault_reports.reported == []


async def test_where_nothing_is_due_nothing_is_done(world: World, till: Container) -> None:
    world.model.faults.always("*", Fault.UNAVAILABLE)
    assert await till.retry_events()() == 0
