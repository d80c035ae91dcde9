"""How far comparisons with the processor came."""

from datetime import datetime, timedelta

from adapters.mongodb.driver.connection import Database
from adapters.mongodb.driver.failures import AlreadyStored, answered
from adapters.mongodb.driver.reads import find_one


class MongoMarks:
    """Keeps the port `Marks`."""

    def __init__(self, database: Database) -> None:
        self._marks = database["marks"]

    async def get(self, name: str) -> datetime | None:
        document = await find_one(self._marks, {"_id": name})
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

    async def place(self, name: str) -> str | None:
        document = await find_one(self._marks, {"_id": _place_of(name)})
        return document.get("place") if document else None

    async def keep_place(self, name: str, place: str | None) -> None:
        kept = {"$set": {"place": place}, "$currentDate": {"at": True}}
        try:
            await answered(self._marks.update_one({"_id": _place_of(name)}, kept, upsert=True))
        except AlreadyStored:
            await answered(self._marks.update_one({"_id": _place_of(name)}, kept))

    async def claim(self, name: str, now: datetime, lease: timedelta) -> bool:
        free = {"_id": name, "at": {"$lte": now}}
        try:
            written = await answered(self._marks.update_one(free, {"$set": {"at": now + lease}}, upsert=True))
        except AlreadyStored:
            # The mark exists and is held, or another caller made it first.
            return False
        return bool(written.modified_count or written.upserted_id is not None)


def _place_of(name: str) -> str:
    return f"{name}:place"
