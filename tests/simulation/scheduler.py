"""One thread of virtual time in which many processes and people take turns, drawn from a seed.

Coroutines are driven by hand, without an event loop: whoever waits for a turn yields nothing, whoever sleeps yields the
moment at which it wakes. So nothing but the seed decides who runs next.
"""

from __future__ import annotations

import types
from collections.abc import Awaitable, Callable, Coroutine, Generator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any, TypeVar

from adapters.in_memory.system.clock import VirtualClock

Answer = TypeVar("Answer")

MAX_STEPS = 60_000
"""A schedule has a few thousand; one that has so many goes round in circles."""


class Killed(BaseException):
    """The process is gone: nothing in it runs on, nothing catches this."""


class EndlessError(Exception):
    """A schedule that does not end."""


@types.coroutine
def _waiting(until: datetime) -> Generator[datetime, None, None]:
    yield until


class SimulatedClock(VirtualClock):
    """Sleepers are woken when time has come that far; time passes only when nobody has anything else to do."""

    async def sleep(self, seconds: float) -> None:
        await _waiting(self.now() + timedelta(milliseconds=max(1, round(seconds * 1000))))

    def pass_until(self, moment: datetime) -> None:
        """Let time pass, never backwards."""
        self._now = max(self._now, moment)


def driven(clock: SimulatedClock, coroutine: Coroutine[Any, None, Answer]) -> Answer:
    """A coroutine's answer with nobody beside it."""
    try:
        for _ in range(MAX_STEPS):
            until = coroutine.send(None)
            if until is not None:
                clock.pass_until(until)
    except StopIteration as ended:
        answer: Answer = ended.value
        return answer
    raise EndlessError("it goes round in circles")


@dataclass(slots=True, eq=False)
class Process:
    """A process of Till; `newer` where it is of a later deploy."""

    name: str
    newer: bool = False


@dataclass(slots=True, eq=False)
class Actor:
    """Somebody with something to do; while a process works for them, `process` is it.

    `troubles` counts what went wrong during the present request.
    """

    name: str
    coroutine: Coroutine[Any, None, None]
    wake: datetime | None = None
    process: Process | None = None
    doomed: bool = False
    troubles: int = 0
    pending_mail: str | None = None
    command: Any = None
    """The command of the store that the present call is part of."""


@dataclass(slots=True)
class Scheduler:
    """Who is there, whose turn it is, and who is struck dead."""

    clock: SimulatedClock
    chance: Random
    kill: float
    """How probable it is, at each step inside a process, that the process dies."""
    subject: Callable[[Process], None]
    idle: Callable[[], datetime | None]
    """Asked now and then: brings about what is due outside, and tells when more will be."""
    actors: list[Actor] = field(default_factory=list)
    current: Actor | None = None
    steps: int = 0

    def spawn(self, name: str, work: Awaitable[None]) -> Actor:
        """Somebody more, from now on."""
        actor = Actor(name=name, coroutine=work)  # type: ignore[arg-type]
        self.actors.append(actor)
        return actor

    def run(self) -> None:
        """Until nobody has anything left to do."""
        while True:
            if self.steps % 16 == 0:
                self.idle()
            now = self.clock.now()
            ready = [actor for actor in self.actors if actor.wake is None or actor.wake <= now]
            if ready:
                self._step(ready[int(self.chance.random() * len(ready))])
                continue
            next_outside = self.idle()
            moments = [actor.wake for actor in self.actors if actor.wake is not None]
            if len(moments) < len(self.actors):
                continue
            if not moments:
                return
            if next_outside is not None:
                moments.append(max(next_outside, now + timedelta(milliseconds=1)))
            self.clock.pass_until(min(moments))

    def _step(self, actor: Actor) -> None:
        self.steps += 1
        if self.steps > MAX_STEPS:
            raise EndlessError("the schedule goes round in circles")
        process = actor.process
        if process is not None and not actor.doomed and self.chance.random() < self.kill:
            self.subject(process)
            for each in self.actors:
                if each.process is process:
                    each.doomed = True
                    each.wake = None
        self.current = actor
        try:
            if actor.doomed:
                actor.doomed = False
                actor.wake = actor.coroutine.throw(Killed())
            else:
                actor.wake = actor.coroutine.send(None)
        except StopIteration:
            self.actors.remove(actor)
        finally:
            self.current = None
