"""Stripe rations reads: a day on which nothing is sold costs few of them, however many processes run."""

import asyncio

import pytest

from adapters.in_memory.stores.marks import InMemoryMarks
from application.ports.stripe.failures import KeyRefused, OutcomeUnknown
from entrypoints.container import Container
from entrypoints.server.stripe_readiness import StripeReadiness
from entrypoints.telemetry.observers.stripe_calls import StripeWatch
from entrypoints.worker.duties import reconciliation
from stripe_stand_in.model import Fault
from tests.world.world import World

PROBE_EVERY = 30
WORKERS = 3
PROCESSES = 4
MINUTES_A_DAY = 24 * 60
A_MONTH_ALLOWS = 10_000


async def _no_report(refusal: KeyRefused) -> None:
    raise AssertionError(refusal)


def _readiness(world: World, till: Container, marks: InMemoryMarks) -> tuple[StripeReadiness, StripeWatch]:
    watch = StripeWatch(_no_report, lambda: world.clock.now().timestamp())
    return StripeReadiness(watch, till.stripe_account().ping, marks, world.clock), watch


def _reads(world: World) -> int:
    return sum(count for route, count in world.model.totals.served.items() if route.startswith("GET "))


async def test_an_idle_day_costs_few_reads(world: World, till: Container) -> None:
    await world.reconcile(till)
    before = _reads(world)
    marks = InMemoryMarks()
    probes = [_readiness(world, till, marks)[0] for _ in range(PROCESSES)]
    workers = [reconciliation(till.reconcile()) for _ in range(WORKERS)]
    for _ in range(MINUTES_A_DAY):
        for _ in range(60 // PROBE_EVERY):
            for probe in probes:
                await probe()
            world.clock.advance(PROBE_EVERY)
        for work in workers:
            await work()
    spent = _reads(world) - before
    assert spent < 2_000
    assert spent * 30 < A_MONTH_ALLOWS


async def test_probes_cost_nothing_while_requests_go_through(world: World, till: Container) -> None:
    readiness, watch = _readiness(world, till, InMemoryMarks())
    before = _reads(world)
    for _ in range(100):
        watch("POST", "/v1/payment_intents", 200, 0.2)
        world.clock.advance(minutes=9)
        await readiness()
    assert _reads(world) == before


async def test_many_probes_at_once_are_one_call(world: World, till: Container) -> None:
    readiness, _ = _readiness(world, till, InMemoryMarks())
    before = _reads(world)
    await asyncio.gather(*(readiness() for _ in range(80)))
    assert _reads(world) == before + 1


async def test_a_failure_is_shared_and_seen_to_end_within_a_minute(world: World, till: Container) -> None:
    marks = InMemoryMarks()
    first, _ = _readiness(world, till, marks)
    second, _ = _readiness(world, till, marks)
    world.model.faults.next("GET /v1/payment_intents", Fault.UNAVAILABLE)
    before = _reads(world)
    for readiness in (first, second, first):
        with pytest.raises(OutcomeUnknown):
            await readiness()
    assert _reads(world) <= before + 1
    world.clock.advance(61)
    await second()
    await first()


async def test_a_store_that_is_down_says_nothing_of_stripe(world: World, till: Container) -> None:
    marks = InMemoryMarks()
    readiness, _ = _readiness(world, till, marks)
    before = _reads(world)
    marks.faults.down = True
    await readiness()
    assert _reads(world) == before
