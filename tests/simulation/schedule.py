"""One schedule: drawn from a seed, played, left to settle, and held against the books."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from adapters.in_memory.system.clock import START
from adapters.in_memory.system.intercepted import nothing
from application.ports.storage.inbox import EventStatus
from application.repair.reconcile import LIST_EVERY, everything
from tests.simulation.answers import untrue_answers
from tests.simulation.flavours import MIX, Flavour
from tests.simulation.play import LATERS, NOES, Play
from tests.simulation.scheduler import EndlessError, Process, driven
from tests.simulation.shop_servers import ShopServer
from tests.simulation.shoppers import Shopper
from tests.simulation.staff import Admin, owner, worker
from tests.simulation.story import Story
from tests.world.promises import broken_promises
from tests.world.world import SHOP_ENDPOINT, World, hooked

HORIZON = timedelta(days=4)
"""What is not settled so long after the last trouble never will be."""
MAX_ROUNDS = 150


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How a schedule ended; `broken` is empty where every promise held."""

    seed: int
    broken: tuple[str, ...]
    story: Story
    steps: int


def play_schedule(seed: int, flavour: Flavour | None = None, *, straight: bool = True) -> Outcome:
    """The outcome of a seed: the same for ever, as long as the code is the same, whichever way to Stripe is taken."""
    play = Play(seed, flavour or MIX[seed % len(MIX)], straight=straight)
    try:
        _people(play)
        with hooked(play.before, play.after):
            play.scheduler.run()
        with hooked(play.listen, nothing):
            _settle(play)
        play.broken.extend(driven(play.clock, broken_promises(play.world)))
        play.broken.extend(untrue_answers(play))
    except EndlessError as endless:
        play.broken.append(str(endless))
    except (*NOES, *LATERS) as fault:
        play.broken.append(f"though all is calm, a worker's round ended in {type(fault).__name__}: {fault}")
    return Outcome(seed=seed, broken=tuple(play.broken), story=play.story, steps=play.scheduler.steps)


def _people(play: Play) -> None:
    flavour, chance = play.flavour, play.chance
    for number in range(chance.randint(*flavour.shoppers)):
        shopper = Shopper(play, number + 1)
        if chance.random() < flavour.refused_mail:
            play.world.mailer.refused.add(shopper.user.email or "")
            play.tell("mail server", f"will refuse {shopper.user.email}")
        play.spawn(shopper.name, shopper.visit())
    for number in range(chance.randint(*flavour.admins)):
        admin = Admin(play, number + 1)
        play.spawn(admin.name, admin.work())
    for number in range(chance.randint(*flavour.servers) if flavour.servers[1] else 0):
        server = ShopServer(play, number + 1)
        play.spawn(server.name, server.work())
    for number in range(chance.randint(*flavour.dashboard)):
        play.spawn(f"owner {number + 1}", owner(play, f"owner {number + 1}"))
    for number in range(chance.randint(*flavour.workers)):
        process = Process(f"worker {number + 1}", newer=flavour.deploys and number > 0)
        play.spawn(f"{process.name}'s rounds", worker(play, process))


def _settle(play: Play) -> None:
    world = play.world
    play.tell("all", "is calm from here on")
    world.model.faults.clear()
    _answer_the_waiting(play)
    if play.broken:
        return
    _let_pass(play)
    if play.lost_events or _orphans(world) or _has_open_refunds(world):
        play.tell("worker", "reconciles")
        driven(play.clock, world.reconcile(world.till))
        _let_pass(play)
    if _orphans(world) or _has_open_refunds(world):
        # Payments are listed and open refunds read again once a day, and a worker of the play may have done so just
        # before.
        play.tell("worker", "reconciles a day later")
        play.clock.advance(LIST_EVERY.total_seconds())
        driven(play.clock, world.reconcile(world.till))
        _let_pass(play)
    if play.scheduler.steps % 8 == 0:
        differences = driven(play.clock, _differences(world))
        play.broken.extend(f"reconciliation still finds {found}" for found in differences)


def _answer_the_waiting(play: Play) -> None:
    """Whoever still wants what they asked for under a key asks again, and must now be told something definite."""
    for what, act in play.ledger.waiting:
        last: Exception | None = None
        for _ in range(3):
            play.clock.advance(61)
            play.world.model.advance()
            play.tell("somebody", f"asks again: {what}")
            last = None
            with suppress(*NOES):
                try:
                    driven(play.clock, act(play.till_of(play.processes[-1])))
                except LATERS as later:
                    last = later
            if last is None:
                break
        if last is not None:
            play.broken.append(f"{what} still gets no answer though all is calm: {type(last).__name__} {last}")


def _let_pass(play: Play) -> None:
    world, till = play.world, play.world.till
    ends = play.clock.now() + HORIZON
    for _ in range(MAX_ROUNDS):
        now = play.clock.now()
        world.model.advance()
        driven(play.clock, world.deliver(till))
        if (due := _due(world)) is not None and due <= now:
            driven(play.clock, world.work(till))
        moments = [moment for moment in (_due(world), _outside(world)) if moment is not None]
        if not moments or min(moments) > ends:
            return
        play.clock.pass_until(max(min(moments), now + timedelta(milliseconds=1)))
    raise EndlessError(f"after {MAX_ROUNDS} rounds of the worker something is still left to do")


def _due(world: World) -> datetime | None:
    """When a worker next has something to do."""
    moments = [
        entry.not_before
        for entry in world.stores.inbox._entries.values()
        if entry.status is EventStatus.DUE and entry.not_before is not None
    ]
    for stored in world.stores.order_table.stored.values():
        moments += [cursor.not_before for cursor in stored.cursors.values() if cursor.due]
        moments += [max(cursor.not_before, _lease_end(world)) for cursor in stored.shop.values() if cursor.due]
        if stored.due_at is not None:
            moments.append(stored.due_at)
    moments += world.stores.alerts._waiting.values()
    return min(moments, default=None)


def _lease_end(world: World) -> datetime:
    """Until when a worker that took part in the play keeps the others from sending to the shop."""
    holder, until = world.stores.leases._held.get(SHOP_ENDPOINT.id, ("worker", START))
    return until if holder != "worker" else START


def _outside(world: World) -> datetime | None:
    moments = [moment for moment in (world.model.next_delivery_at(), world.model.next_effect_at()) if moment]
    return datetime.fromtimestamp(min(moments), UTC) + timedelta(milliseconds=1) if moments else None


def _has_open_refunds(world: World) -> bool:
    """Whether a refund is open, of which events out of order can't say whether it waits for the shopper."""
    stored = world.stores.orders._table.stored.values()
    return any(refund.is_open for each in stored for refund in each.order.refunds)


def _orphans(world: World) -> bool:
    known = {stored.order.intent.id for stored in world.stores.order_table.stored.values()}
    return any(
        payment.status not in ("succeeded", "canceled") and payment.id not in known
        for payment in world.model.totals.payments()
    )


async def _differences(world: World) -> list[str]:
    reconcile = world.till.reconcile()
    command = everything(world.clock.now() - START + timedelta(hours=1), dry_run=True)
    return [
        f"{found.what} {found.id}: {found.ours} here, {found.theirs} there"
        async for found in reconcile(command, lambda what, count: None)
    ]
