"""What a process of the sandbox is, before it runs."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass


async def at_once() -> bool:
    """For a program that is ready when it runs."""
    return True


@dataclass(frozen=True, slots=True, kw_only=True)
class Program:
    """A command, how people call it, and how to see that it is ready."""

    name: str
    title: str
    command: tuple[str, ...]
    ready: Callable[[], Awaitable[bool]] = at_once
