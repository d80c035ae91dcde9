"""How often a user's cards were declined."""

from datetime import datetime

from adapters.mongodb.driver.connection import Database
from adapters.mongodb.driver.failures import answered
from adapters.mongodb.driver.reads import aggregate, find_one
from domain.identifiers.types import UserId

MAX_KEPT = 50
"""Of attempts: bounds the user's document, far above the limit."""


class MongoDeclines:
    """Keeps the port `Declines`: declines of payments are in the orders, attempts in the user's document."""

    def __init__(self, database: Database) -> None:
        self._users = database["users"]

    async def since(self, user_id: UserId, moment: datetime) -> int:
        # One round trip to both collections, because every checkout makes it; users first, as the port promises.
        found = await aggregate(
            self._users,
            [
                {"$match": {"_id": user_id}},
                {"$project": {"_id": 0, "declines": 1}},
                {
                    "$unionWith": {
                        "coll": "orders",
                        "pipeline": [
                            {"$match": {"user": user_id, "payment.lastDeclineAt": {"$gte": moment}}},
                            {"$project": {"_id": 0, "declines": "$payment.failures"}},
                        ],
                    }
                },
            ],
        )
        return len(
            {
                decline["id"]
                for document in found
                for decline in document.get("declines", ())
                if decline.get("declined", True) and decline["at"] >= moment
            }
        )

    async def begin(self, user_id: UserId, attempt_id: str, at: datetime, *, since: datetime, limit: int) -> bool:
        began_since = {
            "$filter": {
                "input": {"$ifNull": ["$declines", []]},
                "as": "attempt",
                "cond": {"$gte": ["$$attempt.at", since]},
            }
        }
        written = await answered(
            self._users.update_one(
                {
                    "_id": user_id,
                    "declines.id": {"$ne": attempt_id},
                    "$expr": {"$lt": [{"$size": began_since}, limit]},
                },
                {"$push": {"declines": {"$each": [{"id": attempt_id, "at": at}], "$slice": -MAX_KEPT}}},
            )
        )
        if written.matched_count:
            return True
        return await find_one(self._users, {"_id": user_id, "declines.id": attempt_id}, {"_id": 1}) is not None

    async def end(self, user_id: UserId, attempt_id: str) -> None:
        await answered(self._users.update_one({"_id": user_id}, {"$pull": {"declines": {"id": attempt_id}}}))
