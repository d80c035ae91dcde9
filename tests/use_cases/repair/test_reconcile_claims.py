"""Of all workers one reconciles, and one that dies in a run is soon replaced."""

import pytest

from application.ports.stripe.failures import OutcomeUnknown
from entrypoints.container import Container
from tests.world.trouble import failing, meeting
from tests.world.world import World


async def _run(till: Container) -> None:
    reconcile = till.reconcile()
    async for _ in reconcile(await reconcile.next_run(), lambda what, count: None):
        pass


async def test_of_several_workers_one_reconciles_each_quarter_of_an_hour(world: World, till: Container) -> None:
    reconcile = till.reconcile()
    assert [await reconcile.claim(), await reconcile.claim()] == [True, False]
    await _run(till)
    world.clock.advance(minutes=14, seconds=59)
    assert not await reconcile.claim()
    world.clock.advance(1)
    assert await reconcile.claim()


async def test_a_run_that_goes_on_holds_its_claim(world: World, till: Container) -> None:
    reconcile = till.reconcile()
    assert await reconcile.claim()
    for _ in range(20):
        world.clock.advance(119)
        await reconcile.renew()
        assert not await reconcile.claim()


async def test_where_a_worker_died_in_a_run_another_begins_one_soon(world: World, till: Container) -> None:
    reconcile = till.reconcile()
    assert await reconcile.claim()
    world.clock.advance(119)
    assert not await reconcile.claim()
    world.clock.advance(1)
    assert await reconcile.claim()


async def test_a_run_that_failed_is_tried_again_at_its_time(world: World, till: Container) -> None:
    reconcile = till.reconcile()
    assert await reconcile.claim()
    with meeting(failing("event_records", "events", OutcomeUnknown("no answer"))), pytest.raises(OutcomeUnknown):
        await _run(till)
    world.clock.advance(minutes=14)
    assert not await reconcile.claim()
    world.clock.advance(minutes=1)
    assert await reconcile.claim()
