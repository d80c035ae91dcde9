"""Alerts that belong to no order, kept until they were sent."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from adapters.mongodb.documents.alert import from_document, to_document
from adapters.mongodb.driver.claims import DueQueue, Shuffle, claim_some
from adapters.mongodb.driver.connection import Database
from adapters.mongodb.driver.failures import AlreadyStored, answered
from application.ports.storage.alerts import Alert

KEPT = timedelta(days=90)
"""How long an alert that was sent is not raised again."""


class MongoAlerts:
    """Keeps the port `Alerts`."""

    def __init__(self, database: Database, shuffle: Shuffle) -> None:
        self._alerts = database["alerts"]
        self._queue = DueQueue(collection=self._alerts, due={"sent": False}, at="notBefore")
        self._shuffle = shuffle

    async def raise_alert(self, alert: Alert) -> None:
        try:
            await answered(self._alerts.insert_one(to_document(alert)))
        except AlreadyStored:
            return

    async def claim(self, now: datetime, lease: timedelta, limit: int) -> Sequence[Alert]:
        candidates = await self._queue.candidates(now, limit)
        claimed = await claim_some(
            candidates, limit, self._shuffle, lambda candidate: self._queue.claim(candidate, now + lease)
        )
        return [from_document(document) for document in claimed]

    async def put_off(self, alert_id: str, until: datetime) -> None:
        await answered(self._alerts.update_one({"_id": alert_id, "sent": False}, {"$set": {"notBefore": until}}))

    async def mark_sent(self, alert_id: str, at: datetime) -> None:
        await answered(self._alerts.update_one({"_id": alert_id}, {"$set": {"sent": True, "expiresAt": at + KEPT}}))
