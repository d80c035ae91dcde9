"""The description of a process of the sandbox."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass


async def at_once() -> bool:
    """A check for a program that is ready as soon as it runs."""
    return True


@dataclass(frozen=True, slots=True, kw_only=True)
class Program:
    """A command, its title for people, and a check that it is ready."""

    name: str
    title: str
    command: tuple[str, ...]
    ready: Callable[[], Awaitable[bool]] = at_once
