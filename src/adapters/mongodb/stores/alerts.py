"""Alerts that belong to no order, kept until they were mailed."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from adapters.mongodb.documents.alert import from_document, to_document
from adapters.mongodb.driver.claims import CROWD, Shuffle
from adapters.mongodb.driver.connection import Database, Document
from adapters.mongodb.driver.failures import AlreadyStored, answered
from application.ports.storage.alerts import Alert

KEPT = timedelta(days=90)
"""For so long an alert that was told is not raised again."""


class MongoAlerts:
    """Keeps the port `Alerts`."""

    def __init__(self, database: Database, shuffle: Shuffle) -> None:
        self._alerts = database["alerts"]
        self._shuffle = shuffle

    async def raise_alert(self, alert: Alert) -> None:
        try:
            await answered(self._alerts.insert_one(to_document(alert)))
        except AlreadyStored:
            return

    async def claim(self, now: datetime, lease: timedelta, limit: int) -> Sequence[Alert]:
        due = self._alerts.find({"told": False, "notBefore": {"$lte": now}})
        candidates = await answered(due.sort("notBefore", 1).limit(limit * CROWD).to_list(limit * CROWD))
        self._shuffle(candidates)
        claimed: list[Alert] = []
        for candidate in candidates:
            if len(claimed) == limit:
                break
            if await self._taken(candidate, now + lease):
                claimed.append(from_document(candidate))
        return claimed

    async def mark_sent(self, alert_id: str, at: datetime) -> None:
        await answered(self._alerts.update_one({"_id": alert_id}, {"$set": {"told": True, "expiresAt": at + KEPT}}))

    async def _taken(self, candidate: Document, until: datetime) -> bool:
        written = await answered(
            self._alerts.update_one(
                {"_id": candidate["_id"], "told": False, "notBefore": candidate["notBefore"]},
                {"$set": {"notBefore": until}},
            )
        )
        return bool(written.modified_count)
