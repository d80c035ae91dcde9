"""A caught fault is logged and reported at once."""

from __future__ import annotations

import pytest
from structlog.testing import capture_logs

from entrypoints.telemetry.errors.fault_reports import LoggedFaultReports
from entrypoints.telemetry.errors.reporting import REPORTING


def test_it_is_logged_and_reported_with_what_it_struck(monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[tuple[BaseException, dict[str, str]]] = []
    monkeypatch.setattr(REPORTING, "send", lambda error, tags: sent.append((error, tags)))
    fault = ValueError("a fault of ours")

    with capture_logs() as lines:
        LoggedFaultReports().report(fault, subject="evt_1299")

    assert sent == [(fault, {"subject": "evt_1299"})]
    assert lines == [{"event": "fault_survived", "log_level": "error", "subject": "evt_1299", "exc_info": fault}]
