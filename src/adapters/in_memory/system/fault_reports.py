"""The faults that were lived through, in memory."""


class RecordedFaults:
    """Keeps the port `FaultReports`."""

    def __init__(self) -> None:
        self.told: list[tuple[str, Exception]] = []

    def report(self, fault: Exception, *, subject: str) -> None:
        self.told.append((subject, fault))
