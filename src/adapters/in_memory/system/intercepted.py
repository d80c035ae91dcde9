"""Gets between a port and its callers, so that a test can stop, count or delay every call."""

import inspect
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeVar, cast

_Port = TypeVar("_Port")


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One call of a port's method."""

    port: str
    method: str
    arguments: tuple[Any, ...]
    keywords: dict[str, Any]


Hook = Callable[[Call], Awaitable[None]]


async def nothing(call: Call) -> None:
    """The hook that does nothing."""


def intercepted(port: _Port, before: Hook = nothing, after: Hook = nothing, *, name: str = "") -> _Port:
    """The same port, with `before` awaited ahead of and `after` behind every asynchronous call, failed ones included.

    What a hook raises, the caller gets. Methods that answer at once are left alone; an iterator counts as one call,
    from its first item wanted to its end. Hooks receive the port's class name, or `name`.
    """
    return cast(_Port, _Intercepted(port, before, after, name or type(port).__name__))


class _Intercepted:
    def __init__(self, port: object, before: Hook, after: Hook, name: str) -> None:
        self._port = port
        self._name = name
        self._before = before
        self._after = after

    def __getattr__(self, name: str) -> Any:
        member = getattr(self._port, name)
        function = getattr(member, "__func__", None)
        if function is None:
            return member
        if _answers_later(function):
            return self._around_call(name, member)
        if _iterates_later(function):
            return self._around_iterator(name, member)
        return member

    def _around_call(self, name: str, method: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[Any]]:
        async def call(*arguments: Any, **keywords: Any) -> Any:
            call = self._call(name, arguments, keywords)
            await self._before(call)
            try:
                return await method(*arguments, **keywords)
            finally:
                await self._after(call)

        return call

    def _around_iterator(
        self, name: str, method: Callable[..., AsyncIterator[Any]]
    ) -> Callable[..., AsyncIterator[Any]]:
        async def iterate(*arguments: Any, **keywords: Any) -> AsyncIterator[Any]:
            call = self._call(name, arguments, keywords)
            await self._before(call)
            async for item in method(*arguments, **keywords):
                yield item
            await self._after(call)

        return iterate

    def _call(self, name: str, arguments: tuple[Any, ...], keywords: dict[str, Any]) -> Call:
        return Call(port=self._name, method=name, arguments=arguments, keywords=keywords)


# Inspecting a function costs more than most calls of a fake.
_answers_later = lru_cache(inspect.iscoroutinefunction)
_iterates_later = lru_cache(inspect.isasyncgenfunction)
