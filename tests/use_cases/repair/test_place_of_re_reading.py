"""Re-reading by id keeps its place, so that a failure costs a page and not the whole walk."""

from dataclasses import replace
from datetime import timedelta

import pytest

from application.ports.stripe.failures import OutcomeUnknown
from application.repair.reconcile import Progress, ReconcileCommand, Source
from entrypoints.container import Container
from tests.use_cases.scenes import unpaid
from tests.world.world import World

COMMAND = ReconcileCommand(since={Source.ORDERS: timedelta(0)})


async def re_read(till: Container, command: ReconcileCommand, progress: Progress) -> None:
    assert [difference async for difference in till.reconcile()(command, progress)] == []


async def five_orders(world: World) -> None:
    for number in range(5):
        await unpaid(world, f"scope {number}")


def failing_at(last: int) -> Progress:
    def progress(_: str, count: int) -> None:
        if count == last:
            raise OutcomeUnknown("no answer")

    return progress


async def counted(till: Container, command: ReconcileCommand = COMMAND) -> int:
    counts: list[int] = []
    await re_read(till, command, lambda _, count: counts.append(count))
    return max(counts, default=0)


async def test_a_run_continues_behind_the_last_page_that_was_read(world: World, till: Container) -> None:
    await five_orders(world)
    with pytest.raises(OutcomeUnknown):
        await re_read(till, COMMAND, failing_at(4))
    assert await counted(till) == 3
    assert await counted(till) == 5


async def test_a_dry_run_reads_all_and_leaves_the_place(world: World, till: Container) -> None:
    await five_orders(world)
    with pytest.raises(OutcomeUnknown):
        await re_read(till, COMMAND, failing_at(4))
    assert await counted(till, replace(COMMAND, dry_run=True)) == 5
    assert await counted(till) == 3
