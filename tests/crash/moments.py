"""Something goes wrong at one chosen moment: before or after the n-th call of any port."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeVar

from adapters.in_memory.system.intercepted import Call
from application.ports.mail.alerts_webhook import PostUnavailable
from application.ports.mail.mailer import MailUnavailable
from application.ports.shop.webhooks import NotDelivered
from application.ports.storage.failures import StoreUnavailable
from application.ports.stripe.failures import NotExecuted, OutcomeUnknown
from entrypoints.container import Container
from tests.crash.footprint import footprint
from tests.world.world import World, hooked

Answer = TypeVar("Answer")


class Killed(BaseException):
    """The process is gone: nothing in it runs on, nothing catches this."""


class Trouble(StrEnum):
    """What happens at the moment."""

    KILLED = "killed"
    FAILED = "failed"
    """Before a call: the other side is out of reach. After it: it was done, and its answer is lost."""


def _failure(call: Call, *, done: bool) -> Exception:
    if call.port.startswith("stores"):
        return StoreUnavailable("out of reach")
    if call.port == "receivers":
        return NotDelivered("no answer")
    if call.port == "mailer":
        return MailUnavailable("out of reach")
    if call.port == "chat":
        return PostUnavailable("out of reach")
    return OutcomeUnknown("no answer") if done else NotExecuted("turned away")


@dataclass
class Moment:
    """Counts the moments of a run, and strikes once at one of them; `at` None only counts."""

    at: int | None = None
    trouble: Trouble = Trouble.KILLED
    passed: int = 0
    subject: str | None = None

    async def before(self, call: Call) -> None:
        self._pass(call, done=False)

    async def after(self, call: Call) -> None:
        self._pass(call, done=True)

    def _pass(self, call: Call, *, done: bool) -> None:
        number, self.passed = self.passed, self.passed + 1
        if number != self.at or self.subject is not None:
            return
        self.subject = f"{self.trouble} {'after' if done else 'before'} {call.port}.{call.method}"
        if self.trouble is Trouble.KILLED:
            raise Killed(self.subject)
        raise _failure(call, done=done)


Act = Callable[[Container], Awaitable[Answer]]
Left = tuple[int, bool, bytes]
"""Which act met trouble, whether it came to its end all the same, and the footprint of its answer and the world."""


class PlayedAlready(BaseException):
    """From here on everything is as it was in a telling before."""


@dataclass
class Stage:
    """Where a story is played: each act runs in a process of its own, which may die or meet trouble.

    With `again`, whoever asked asks again after that; without, they never come back.

    `endings` are the promises broken at the end of earlier tellings of the same story, by what the act that met trouble
    left behind. Processes keep nothing, so from the same world and the same answer on the same follows: a story that
    comes to such a point is left there with `PlayedAlready`.
    """

    world: World
    moment: Moment
    again: bool
    endings: dict[Left, list[str]] = field(default_factory=dict)
    left: Left | None = None
    _acts: int = 0

    async def play(self, act: Act[Answer]) -> Answer | None:
        """An act's answer, or None where it met trouble and nobody asked again."""
        self._acts += 1
        try:
            with hooked(self.moment.before, self.moment.after):
                answer = await act(self.world.till)
        except (Killed, StoreUnavailable, NotExecuted, OutcomeUnknown):
            if self.moment.subject is None:
                raise
            self._leave(ended=False, answer=None)
            return await act(self.world.till) if self.again else None
        self._leave(ended=True, answer=answer)
        return answer

    def _leave(self, *, ended: bool, answer: object) -> None:
        if self.moment.subject is None or self.left is not None:
            return
        self.left = (self._acts, ended, footprint(self.world, answer))
        if self.left in self.endings:
            raise PlayedAlready
