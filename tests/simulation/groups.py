"""Group commit in the simulation: the statements of one command begin together, and its answer comes for all at once.

In a process one command of a kind is under way at a time; who asks meanwhile waits for it and goes out with the next.
Between the statements of a command others may write, and the process may die: some of them are then done, and some
never.
"""

from __future__ import annotations

import types
from collections.abc import Generator
from dataclasses import dataclass, field
from typing import Final

from adapters.in_memory.system.intercepted import Call
from tests.simulation.scheduler import Process

_KINDS: Final = {
    ("stores.orders", "add"): "write",
    ("stores.orders", "save"): "write",
    ("stores.orders", "get"): "read",
    ("stores.orders", "by_intent"): "read by intent",
    ("stores.inbox", "receive"): "event",
}

Kind = tuple[int, str]


@types.coroutine
def _turn() -> Generator[None, None, None]:
    yield


@dataclass(eq=False, slots=True)
class Command:
    """One command: `subjects` are what its statements are about, no two the same; `is_lost` once its answer is."""

    subjects: set[str] = field(default_factory=set)
    ended: int = 0
    is_lost: bool = False


class CommandGroups:
    """The commands of all processes."""

    def __init__(self) -> None:
        self._under_way: dict[Kind, Command] = {}
        self._gathering: dict[Kind, Command] = {}
        self.largest = 0

    async def begin(self, process: Process, call: Call) -> Command | None:
        """Waits until the call's command goes out; None where the call is no part of any."""
        name = _KINDS.get((call.port, call.method))
        if name is None:
            return None
        kind, subject = (id(process), name), _subject(call)
        if kind not in self._under_way:
            command = self._under_way[kind] = Command(subjects={subject})
            return command
        while subject in self._gathering.get(kind, _NOTHING).subjects:
            await _turn()
        if kind not in self._under_way:
            command = self._under_way[kind] = Command(subjects={subject})
            return command
        command = self._gathering.setdefault(kind, Command())
        command.subjects.add(subject)
        self.largest = max(self.largest, len(command.subjects))
        while self._under_way.get(kind) is not command:
            await _turn()
        return command

    async def end(self, process: Process, call: Call, command: Command) -> None:
        """Waits until all statements of the command have ended."""
        kind = (id(process), _KINDS[call.port, call.method])
        command.ended += 1
        while command.ended < len(command.subjects) and self._under_way.get(kind) is command:
            await _turn()
        if self._under_way.get(kind) is command:
            del self._under_way[kind]
            if kind in self._gathering:
                self._under_way[kind] = self._gathering.pop(kind)

    def forget(self, process: Process) -> None:
        """The process is dead, and so is all that it had under way."""
        for commands in (self._under_way, self._gathering):
            for kind in [kind for kind in commands if kind[0] == id(process)]:
                del commands[kind]


_NOTHING: Final = Command()


def _subject(call: Call) -> str:
    """What no two statements of a command are about: an order, an intent, an event."""
    (first, *_) = call.arguments
    if call.method in ("get", "by_intent"):
        # Reads of the same are one.
        return f"{first} {id(call)}"
    return str(first.event.id if call.method == "receive" else first.id)
