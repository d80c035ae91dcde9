"""The stage: one world, several processes of Till, people who ask them for things, and trouble between them."""

from __future__ import annotations

import sys
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any, TypeVar

from adapters.in_memory.system.intercepted import Call
from application.captures.errors import CaptureRefused
from application.checkout.errors import (
    CardDeclined,
    CheckoutAlreadyPaid,
    PaymentClosed,
    ReferenceReused,
    TooManyDeclines,
)
from application.orders.errors import NotFound, PaymentNotSucceeded
from application.payment_methods.errors import PaymentMethodRefused
from application.ports.storage.failures import DuplicateOrder, StaleOrder, StoreUnavailable
from application.ports.stripe.failures import Refused, StateConflict
from application.ports.unavailable import Unavailable
from application.refunds.errors import RefundRefused
from domain.errors.rule import RuleBroken
from entrypoints.container import Container
from stripe_stand_in.model import Fault
from tests.simulation.flavours import Flavour
from tests.simulation.groups import Command, CommandGroups
from tests.simulation.ledger import Ledger
from tests.simulation.outside import failure, shops_answer
from tests.simulation.scheduler import Actor, Killed, Process, Scheduler, SimulatedClock
from tests.simulation.story import Story
from tests.simulation.watch import Watch
from tests.world.world import World

Answer = TypeVar("Answer")
Act = Callable[[Container], Coroutine[Any, Any, Answer]]

NOES = (
    *(ReferenceReused, CaptureRefused),
    *(RuleBroken, NotFound, CheckoutAlreadyPaid, PaymentNotSucceeded),
    *(PaymentClosed, TooManyDeclines, RefundRefused, PaymentMethodRefused),
    *(CardDeclined, Refused),
)
"""What a caller is told for good; `Unavailable` and the like mean that the same may be asked again."""
LATERS = (Unavailable, StateConflict, StaleOrder, DuplicateOrder)
LONGEST_SEND = 5.0
"""Seconds that handing over one mail takes at most, well within what the relay allows for."""


class Gone(Exception):
    """The caller never got an answer."""


class Play:
    """What everybody on the stage shares."""

    def __init__(self, seed: int, flavour: Flavour, *, straight: bool = True) -> None:
        self.chance = Random(seed)
        self.flavour = flavour
        self.clock = SimulatedClock()
        self.world = World(seed, self.clock, straight=straight)
        self.world.before_request = self._before_request
        self.story = Story()
        self.ledger = Ledger()
        self.watch = Watch(self.world)
        self.broken: list[str] = self.watch.broken
        self.processes = [Process("api 1"), Process("api 2", newer=flavour.deploys)]
        self.scheduler = Scheduler(
            clock=self.clock, chance=self.chance, kill=flavour.kill, subject=self._struck, idle=self._outside
        )
        self.groups = CommandGroups()
        self.on_the_way: set[str] = set()
        self.lost_events = flavour.lost_events > 0
        if flavour.releases_as_refunds:
            account = self.world.model._account
            account.settings = replace(account.settings, uncaptured_shown_as_refund=True)
        faults = self.world.model.faults
        faults.later = flavour.later
        faults.events.reorder(flavour.reorder)
        faults.events.randomly(
            lost=flavour.lost_events,
            late=flavour.late_events,
            twice=flavour.twice_events,
            longest=flavour.longest,
        )

    def tell(self, who: str, what: str) -> None:
        """A line of the story."""
        self.story.tell(self.clock.now(), who, what)

    def spawn(self, name: str, work: Awaitable[None]) -> Actor:
        """Somebody more on the stage."""
        return self.scheduler.spawn(name, work)

    async def rest(self, least: float, most: float) -> None:
        """Somebody thinks, or does something else, for so many seconds."""
        await self.clock.sleep(self.chance.uniform(least, most))

    async def ask(self, what: str, act: Act[Answer], process: Process | None = None) -> Answer:
        """Have a process do something. Raises what it answers with, or `Gone` where no answer came."""
        actor = self.scheduler.current
        assert actor is not None
        process = process or self.chance.choice(self.processes)
        actor.process, actor.troubles, actor.pending_mail = process, 0, None
        name = actor.name
        actor.command = None
        self.tell(name, f"asks {process.name}: {what}")
        try:
            answer = await act(self.till_of(process))
        except Killed:
            self.tell(name, f"{process.name} is dead: no answer to {what}")
            raise Gone(what) from None
        except (*NOES, *LATERS) as no:
            self.tell(name, f"is told of {what}: {type(no).__name__} {no}")
            raise
        except Exception as fault:
            self.broken.append(f"{what} of {name} ended in {type(fault).__name__}: {fault}")
            self.tell(name, f"is told of {what}: {type(fault).__name__} {fault}")
            raise Gone(what) from fault
        finally:
            actor.process = None
        if self.flavour.kill and self.chance.random() < 0.05:
            self.tell(name, f"loses the answer to {what}")
            raise Gone(what)
        self.tell(name, f"is answered: {what}")
        return answer

    def till_of(self, process: Process) -> Container:
        """The use cases as that process's deploy has them."""
        return self.world.newer_till if process.newer else self.world.till

    async def persistently(self, what: str, act: Act[Answer], *, tries: int = 3) -> Answer | None:
        """Ask under a key, again while no definite answer comes; None for a no, or where none came in the end."""
        for _ in range(tries):
            try:
                return await self.ask(what, act)
            except NOES:
                return None
            except (Gone, *LATERS):
                if self.chance.random() < 0.15:
                    break
                await self.rest(0.5, 20)
        if self.chance.random() < 0.7:
            self.ledger.waiting.append((what, act))
        return None

    async def before(self, call: Call) -> None:
        """Ahead of every call of a port."""
        actor = self.scheduler.current
        if actor is None:
            return
        who = actor.name
        chance, flavour = self.chance, self.flavour
        self.story.called(self.clock.now(), who, call)
        if call.port == "mailer":
            actor.pending_mail = str(call.arguments[-1])
        if flavour.fail and call.port.startswith(("stores", "mailer", "chat")) and chance.random() < flavour.fail:
            self._trouble(actor, f"      … {call.port} is out of reach")
            raise failure(call)
        if (answer := shops_answer(call, chance, flavour.shop)) is not None:
            self._trouble(actor, f"      … the shop answers {answer}")
            raise answer
        if flavour.groups and actor.process is not None:
            actor.command = await self.groups.begin(actor.process, call)
        if flavour.stall and chance.random() < flavour.stall:
            seconds = chance.uniform(0.1, LONGEST_SEND if call.port in ("mailer", "chat") else 50)
            self._trouble(actor, f"      … waits {seconds:.1f} s", counts=call.port not in ("mailer", "chat"))
            await self.clock.sleep(seconds)

    async def listen(self, call: Call) -> None:
        """Ahead of every call once all is calm."""
        self.story.called(self.clock.now(), "till", call)

    async def after(self, call: Call) -> None:
        """Behind every call of a port."""
        actor = self.scheduler.current
        # Nothing happens any more in a process that is dead.
        if actor is None or isinstance(sys.exception(), Killed):
            return
        chance, flavour = self.chance, self.flavour
        if actor.command is not None:
            await self._end_of_command(actor, call, actor.command)
        elif flavour.lose and call.port.startswith(("stores", "mailer", "chat")) and chance.random() < flavour.lose:
            self._trouble(actor, f"      … the answer of {call.port}.{call.method} is lost")
            raise failure(call)
        if (answer := shops_answer(call, chance, flavour.shop)) is not None:
            self._trouble(actor, f"      … the shop has applied the event and answers {answer}")
            raise answer
        if flavour.stall and chance.random() < flavour.stall and call.port not in ("mailer", "chat"):
            seconds = chance.uniform(0.1, 50)
            self._trouble(actor, f"      … waits {seconds:.1f} s for the answer of {call.port}.{call.method}")
            await self.clock.sleep(seconds)
        if call.method in ("advance", "skip", "put_off"):
            actor.pending_mail = None

    async def _end_of_command(self, actor: Actor, call: Call, command: Command) -> None:
        """The answer to a command comes to all who are part of it, or to none."""
        actor.command = None
        command.is_lost = command.is_lost or self.chance.random() < self.flavour.lose
        if actor.process is not None:
            await self.groups.end(actor.process, call, command)
        if command.is_lost:
            self._trouble(actor, f"      … the answer of {call.port}.{call.method} is lost, for all of its command")
            raise failure(call)

    def _trouble(self, actor: Actor, what: str, *, counts: bool = True) -> None:
        self.tell(actor.name, what)
        actor.troubles += 1
        if counts and actor.pending_mail is not None:
            self.ledger.may_repeat.add(actor.pending_mail)

    def _struck(self, process: Process) -> None:
        self.tell(process.name, "is killed")
        self.groups.forget(process)
        for actor in self.scheduler.actors:
            if actor.process is process and actor.pending_mail is not None:
                self.ledger.may_repeat.add(actor.pending_mail)

    def _before_request(self, method: str, path: str) -> None:
        actor = self.scheduler.current
        flavour = self.flavour
        if actor is None or not flavour.stripe or self.chance.random() >= flavour.stripe:
            return
        if flavour.only not in ("*", f"{method} {path.partition('?')[0]}"):
            return
        fault = self.chance.choice(flavour.troubles)
        if method == "GET" and fault in (Fault.EXECUTE_LATER, Fault.FAIL_AFTER):
            fault = Fault.LOSE_ANSWER
        self.world.model.faults.next("*", fault)
        self.tell(actor.name, f"      … at Stripe: {fault} {method} {path}")

    def _outside(self) -> datetime | None:
        model = self.world.model
        due = model.next_delivery_at(self.on_the_way)
        ripe = model.next_effect_at()
        now = self.clock.now().timestamp()
        if (due is not None and due <= now) or (ripe is not None and ripe <= now):
            for delivery in model.deliveries_due(None, self.on_the_way):
                self.on_the_way.add(delivery.id)
                self.spawn(f"webhook {delivery.event_type}", self._bring(delivery))
            due, ripe = model.next_delivery_at(self.on_the_way), model.next_effect_at()
        moments = [moment for moment in (due, ripe) if moment is not None]
        if not moments or min(moments) > now + 3600:
            return None
        return datetime.fromtimestamp(min(moments), UTC) + timedelta(milliseconds=1)

    async def _bring(self, delivery: Any) -> None:
        status: int | None = None
        try:
            await self.ask(
                delivery.event_id,
                lambda till: till.receive_event()(delivery.body, dict(delivery.headers).get("Stripe-Signature")),
            )
            status = 200
            self.ledger.acknowledged.add(delivery.event_id)
        except StoreUnavailable:
            status = 503
        except Gone:
            status = None
        except (*NOES, *LATERS) as wrong:
            self.broken.append(f"{delivery.event_id} {delivery.event_type} was answered with {type(wrong).__name__}")
            status = 500
        finally:
            self.on_the_way.discard(delivery.id)
        with suppress(KeyError):
            self.world.model.delivered(delivery.id, status)
