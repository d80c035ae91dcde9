"""Telling whoever mends Till of a fault that it lived through."""

from typing import Protocol


class FaultReports(Protocol):
    """Where faults that nobody foresaw are told of, although what they struck is only put off."""

    def survived(self, fault: Exception, *, struck: str) -> None:
        """Tell of a fault; `struck` names what it struck: an event's id, an order's. Never raises."""
