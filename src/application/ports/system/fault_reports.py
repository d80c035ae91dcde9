"""Telling whoever mends Till of a fault that it lived through."""

from typing import Protocol


class FaultReports(Protocol):
    """Where faults that nobody foresaw are told of, although what they struck is only put off."""

    def report(self, fault: Exception, *, subject: str) -> None:
        """Tell of a fault; `subject` names what it struck: an event's id, an order's. Never raises."""
