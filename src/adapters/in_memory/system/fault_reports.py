"""The faults that were caught and reported, in memory."""


class RecordedFaults:
    """Keeps the port `FaultReports`."""

    def __init__(self) -> None:
        self.reported: list[tuple[str, Exception]] = []

    def report(self, fault: Exception, *, subject: str) -> None:
        self.reported.append((subject, fault))
