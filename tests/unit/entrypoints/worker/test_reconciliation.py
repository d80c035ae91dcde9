"""The worker's duty to reconcile: its claim holds while it runs, and not longer."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any, cast

import pytest

from application.ports.storage.failures import StoreUnavailable
from application.repair.reconcile import Reconcile
from entrypoints.worker.duties import reconciliation


@dataclass
class FakeReconcile:
    """A run that goes on until it is ended."""

    free: bool = True
    renewals: int = 0
    fails: bool = False
    over: asyncio.Event = field(default_factory=asyncio.Event)
    renewed: asyncio.Event = field(default_factory=asyncio.Event)

    async def claim(self) -> bool:
        return self.free

    async def next_run(self) -> None:
        return None

    async def renew(self) -> None:
        self.renewals += 1
        if self.renewals == 3:
            self.renewed.set()
        if self.fails:
            raise StoreUnavailable("away")

    async def __call__(self, command: object, progress: object) -> AsyncIterator[Any]:
        del command, progress
        await self.over.wait()
        for nothing in ():
            yield nothing


@pytest.mark.parametrize("fails", [False, True])
async def test_the_claim_is_renewed_while_a_run_goes_on_and_not_after_it(fails: bool) -> None:
    reconcile = FakeReconcile(fails=fails)
    running = asyncio.create_task(_duty(reconcile))
    await asyncio.wait_for(reconcile.renewed.wait(), 10)
    reconcile.over.set()

    assert await running == 0
    after = reconcile.renewals
    await asyncio.sleep(0.01)
    assert reconcile.renewals == after


async def test_where_another_worker_reconciles_nothing_is_renewed() -> None:
    reconcile = FakeReconcile(free=False)

    assert await _duty(reconcile) == 0
    assert reconcile.renewals == 0


async def _duty(reconcile: FakeReconcile) -> int:
    return await reconciliation(cast(Reconcile, reconcile), renew_after=0.001)()
