"""Alerts to the operator that belong to no order."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol


class AlertWay(StrEnum):
    """How an alert reaches the operator; each way is tried by itself, so that neither waits for the other."""

    MAIL = "mail"
    WEBHOOK = "webhook"


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """A message to the operator that belongs to no order's history; an `id` is raised once only.

    `kind` is stable (`dead_letter`, `key_refused`, `unsendable`); `detail` holds ids, codes and counts. One that is
    posted to the chat about an order's change names the change, such as `DisputeLost`.
    """

    id: str
    kind: str
    detail: str
    order_number: str | None = None
    at: datetime
    way: AlertWay = AlertWay.MAIL
    change: str | None = None


class Alerts(Protocol):
    """Alerts to be sent. Every method raises `StoreUnavailable`."""

    async def raise_alert(self, alert: Alert) -> None:
        """Stores an alert until it is sent; an id that was raised before is not raised again."""

    async def claim(self, now: datetime, lease: timedelta, limit: int) -> Sequence[Alert]:
        """Up to `limit` alerts that were not sent yet, each put off by `lease`."""

    async def put_off(self, alert_id: str, until: datetime) -> None:
        """Has the alert claimed again at that moment, and not before."""

    async def mark_sent(self, alert_id: str, at: datetime) -> None:
        """Records that the alert was sent."""
