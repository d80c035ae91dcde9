"""Reporting faults that were caught, to those who fix Till."""

from typing import Protocol


class FaultReports(Protocol):
    """Receives unexpected faults whose work is only put off."""

    def report(self, fault: Exception, *, subject: str) -> None:
        """Reports a fault; `subject` is the id of the event or order that it occurred on. Never raises."""
