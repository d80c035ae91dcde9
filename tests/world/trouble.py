"""What may happen just before, or just after, a chosen call of a port."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from adapters.in_memory.system.intercepted import Call
from tests.world.world import hooked

Act = Callable[[], Awaitable[object]]


@dataclass
class Trouble:
    """Strikes at the first `times` calls of a port's method, before it is done or after."""

    port: str
    method: str
    act: Act
    late: bool = False
    times: int = 1

    async def at(self, call: Call, *, late: bool) -> None:
        """Strike if this is the call."""
        if late is self.late and self.times and (call.port, call.method) == (self.port, self.method):
            self.times -= 1
            await self.act()


def failing(port: str, method: str, error: Exception, *, late: bool = False, times: int = 1) -> Trouble:
    """A call that ends in an error; `late` where it was done and only its answer is lost."""

    async def fail() -> None:
        raise error

    return Trouble(port, method, fail, late, times)


def meanwhile(port: str, method: str, act: Callable[[], object], *, late: bool = False) -> Trouble:
    """Something that somebody else does just before a call, or just after it."""

    async def do() -> None:
        done = act()
        if isinstance(done, Awaitable):
            await done

    return Trouble(port, method, do, late)


@contextmanager
def meeting(*troubles: Trouble) -> Iterator[None]:
    """What runs in here meets these troubles."""

    async def before(call: Call) -> None:
        for trouble in troubles:
            await trouble.at(call, late=False)

    async def after(call: Call) -> None:
        for trouble in troubles:
            await trouble.at(call, late=True)

    with hooked(before, after):
        yield
