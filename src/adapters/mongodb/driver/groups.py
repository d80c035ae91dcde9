"""Group commit: while one command is under way, what is asked for meanwhile goes out together as the next one.

A command costs about the same whether it carries one document or sixteen, for Till, for the database and for its disk.
So the busier a process is, the fewer commands each request costs, and nothing waits while nothing is under way.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Hashable, Sequence
from contextvars import Context
from typing import Final, Generic, TypeAlias, TypeVar

from application.ports.storage.failures import StoreRefused

LONGEST_WAIT: Final = 0.25
"""Seconds after which what waits stops waiting for a command that is stuck, and goes out beside it."""

LARGEST: Final = 100
"""Items in one command: a hundred orders are far below what a command may hold."""

_Item = TypeVar("_Item")
_Outcome = TypeVar("_Outcome")

Send: TypeAlias = Callable[[Sequence[_Item]], Awaitable[Sequence[_Outcome | Exception]]]
"""Does what a group's items ask for, and returns the outcome of each in their order; an exception is the outcome of
its item alone. What it raises is the outcome of all."""


class Groups(Generic[_Item, _Outcome]):
    """Gathers items of one kind into groups, and gives each caller the outcome of its own.

    Items of the same key never share a group: they stay in their order. A caller that leaves before its group goes out
    takes its item along; once it is out, the command runs to its end.
    """

    def __init__(self, send: Send[_Item, _Outcome], key: Callable[[_Item], Hashable] | None = None) -> None:
        self._send = send
        self._key = key
        self._waiting: deque[tuple[_Item, asyncio.Future[_Outcome]]] = deque()
        self._current: asyncio.Task[None] | None = None
        self._under_way: set[asyncio.Task[None]] = set()
        self._timer: asyncio.TimerHandle | None = None

    async def __call__(self, item: _Item) -> _Outcome:
        """Returns or raises the item's outcome."""
        loop = asyncio.get_running_loop()
        outcome: asyncio.Future[_Outcome] = loop.create_future()
        self._waiting.append((item, outcome))
        if self._current is None:
            self._next()
        elif self._timer is None:
            self._timer = loop.call_later(LONGEST_WAIT, self._next)
        return await outcome

    def _next(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        self._current = None
        if group := self._group():
            # A command belongs to all of its callers, so it runs in none's context.
            task = asyncio.get_running_loop().create_task(self._sent(group), context=Context())
            self._current = task
            self._under_way.add(task)
            task.add_done_callback(self._ended)

    def _group(self) -> list[tuple[_Item, asyncio.Future[_Outcome]]]:
        group: list[tuple[_Item, asyncio.Future[_Outcome]]] = []
        left: list[tuple[_Item, asyncio.Future[_Outcome]]] = []
        keys: set[Hashable] = set()
        while self._waiting and len(group) < LARGEST:
            item, outcome = self._waiting.popleft()
            if outcome.done():
                continue
            if self._key is not None and (key := self._key(item)) in keys:
                left.append((item, outcome))
                continue
            if self._key is not None:
                keys.add(key)
            group.append((item, outcome))
        self._waiting.extendleft(reversed(left))
        return group

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._under_way.discard(task)
        if task is self._current:
            self._next()

    async def _sent(self, group: Sequence[tuple[_Item, asyncio.Future[_Outcome]]]) -> None:
        outcomes: Sequence[_Outcome | Exception]
        try:
            outcomes = await self._send([item for item, _ in group])
        except StoreRefused as refused:
            outcomes = [refused] if len(group) == 1 else await self._each_alone([item for item, _ in group])
        except Exception as fault:  # noqa: BLE001 - it is each caller's to handle, as if it had asked alone
            outcomes = [fault] * len(group)
        except BaseException:
            for _, caller in group:
                caller.cancel()
            raise
        for (_, caller), outcome in zip(group, outcomes, strict=True):
            if caller.done():
                continue
            if isinstance(outcome, Exception):
                caller.set_exception(outcome)
            else:
                caller.set_result(outcome)

    async def _each_alone(self, items: Sequence[_Item]) -> list[_Outcome | Exception]:
        """For a command that was refused for what one of its items holds: the others are not to suffer for it."""
        outcomes: list[_Outcome | Exception] = []
        for item in items:
            try:
                outcomes += await self._send([item])
            except Exception as fault:  # noqa: BLE001 - as above
                outcomes.append(fault)
        return outcomes
