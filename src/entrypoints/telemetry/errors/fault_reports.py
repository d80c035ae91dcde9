"""Logs and reports the faults that a use case lived through, so that a person hears of them at once."""

import structlog

from entrypoints.telemetry.errors.reporting import report


class SurvivedFaults:
    """Keeps the port `FaultReports`."""

    def __init__(self) -> None:
        self._log = structlog.get_logger("till.faults")

    def survived(self, fault: Exception, *, struck: str) -> None:
        """As the port says."""
        self._log.error("fault_survived", struck=struck, exc_info=fault)
        report(fault, struck=struck)
