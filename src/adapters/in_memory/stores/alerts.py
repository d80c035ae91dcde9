"""Alerts in memory."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from adapters.in_memory.stores.store_faults import StoreFaults
from application.ports.storage.alerts import Alert


class InMemoryAlerts:
    """Implements the port `Alerts`; `raised` holds all in the order they came, `mailed` when each was sent."""

    def __init__(self, faults: StoreFaults | None = None) -> None:
        self.faults = faults or StoreFaults()
        self.raised: dict[str, Alert] = {}
        self.mailed: dict[str, datetime] = {}
        self._waiting: dict[str, datetime] = {}

    async def raise_alert(self, alert: Alert) -> None:
        async with self.faults.call():
            if alert.id not in self.raised:
                self.raised[alert.id] = alert
                self._waiting[alert.id] = alert.at

    async def claim(self, now: datetime, lease: timedelta, limit: int) -> Sequence[Alert]:
        async with self.faults.call():
            due = [alert_id for alert_id, not_before in self._waiting.items() if not_before <= now][:limit]
            self._waiting.update(dict.fromkeys(due, now + lease))
        return [self.raised[alert_id] for alert_id in due]

    async def put_off(self, alert_id: str, until: datetime) -> None:
        async with self.faults.call():
            if alert_id in self._waiting:
                self._waiting[alert_id] = until

    async def mark_sent(self, alert_id: str, at: datetime) -> None:
        async with self.faults.call():
            self._waiting.pop(alert_id, None)
            self.mailed[alert_id] = at
