"""Leases in MongoDB: one document each, taken by one conditional write."""

from datetime import datetime

from adapters.mongodb.driver.connection import Database
from adapters.mongodb.driver.failures import AlreadyStored, answered


class MongoLeases:
    """Keeps the port `Leases`."""

    def __init__(self, database: Database) -> None:
        self._leases = database["leases"]

    async def acquire(self, name: str, holder: str, now: datetime, until: datetime) -> bool:
        free = {"_id": name, "$or": [{"until": {"$lte": now}}, {"holder": holder}]}
        try:
            await answered(self._leases.update_one(free, {"$set": {"holder": holder, "until": until}}, upsert=True))
        except AlreadyStored:
            return False
        return True

    async def release(self, name: str, holder: str) -> None:
        await answered(self._leases.delete_one({"_id": name, "holder": holder}))
