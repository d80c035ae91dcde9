"""Logs and reports the faults that a use case caught."""

import structlog

from entrypoints.telemetry.errors.reporting import report


class LoggedFaultReports:
    """Implements the port `FaultReports`."""

    def __init__(self) -> None:
        self._log = structlog.get_logger("till.faults")

    def report(self, fault: Exception, *, subject: str) -> None:
        """As the port says."""
        self._log.error("fault_survived", subject=subject, exc_info=fault)
        report(fault, subject=subject)
