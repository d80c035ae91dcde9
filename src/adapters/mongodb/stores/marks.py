"""How far comparisons with the processor came."""

from datetime import datetime

from adapters.mongodb.driver.connection import Database
from adapters.mongodb.driver.failures import AlreadyStored, answered


class MongoMarks:
    """Keeps the port `Marks`."""

    def __init__(self, database: Database) -> None:
        self._marks = database["marks"]

    async def get(self, name: str) -> datetime | None:
        document = await answered(self._marks.find_one({"_id": name}))
        if document is None:
            return None
        at: datetime = document["at"]
        return at

    async def move(self, name: str, to: datetime) -> None:
        forward = {"$max": {"at": to}}
        try:
            await answered(self._marks.update_one({"_id": name}, forward, upsert=True))
        except AlreadyStored:
            # Another worker made the mark between this one's look and its write.
            await answered(self._marks.update_one({"_id": name}, forward))
