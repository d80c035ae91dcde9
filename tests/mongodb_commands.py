"""Counts what is asked of MongoDB, so that a promise about round trips is a test."""

from __future__ import annotations

from pymongo.monitoring import CommandFailedEvent, CommandListener, CommandStartedEvent, CommandSucceededEvent

_KEEPING_IN_TOUCH = frozenset({"hello", "isMaster", "ping", "endSessions", "saslStart", "saslContinue"})


class CountedCommands(CommandListener):
    """Every command sent, in order; give it to `connect(uri, listeners=[...])`. A round trip is one command."""

    def __init__(self) -> None:
        self.sent: list[str] = []
        self.commands: list[dict[str, object]] = []

    def __len__(self) -> int:
        return len(self.sent)

    def forget(self) -> None:
        """Starts to count from nothing again."""
        self.sent.clear()
        self.commands.clear()

    def started(self, event: CommandStartedEvent) -> None:
        if event.command_name not in _KEEPING_IN_TOUCH:
            self.sent.append(event.command_name)
            self.commands.append(dict(event.command))

    def succeeded(self, event: CommandSucceededEvent) -> None:
        """Nothing: a command counts when it is sent."""

    def failed(self, event: CommandFailedEvent) -> None:
        """Nothing: a command counts when it is sent."""
