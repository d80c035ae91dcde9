"""How often a subject was declined."""

from datetime import datetime

from adapters.mongodb.driver.connection import Database
from adapters.mongodb.driver.failures import answered
from adapters.mongodb.driver.reads import aggregate
from domain.identifiers.types import UserId

MAX_KEPT = 50
"""Of declined attachments: bounds the user's document, far above what a limit would ask for."""


class MongoDeclines:
    """Keeps the port `Declines`: payments' declines in the orders, attachments' in the user's document."""

    def __init__(self, database: Database) -> None:
        self._orders = database["orders"]
        self._users = database["users"]

    async def since(self, user_id: UserId, moment: datetime) -> int:
        # One round trip to both collections, because every checkout makes it.
        found = await aggregate(
            self._orders,
            [
                {"$match": {"user": user_id, "payment.lastDeclineAt": {"$gte": moment}}},
                {"$project": {"_id": 0, "declines": "$payment.failures"}},
                {
                    "$unionWith": {
                        "coll": "users",
                        "pipeline": [{"$match": {"_id": user_id}}, {"$project": {"_id": 0, "declines": 1}}],
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

    async def record_attach(self, user_id: UserId, decline_id: str, at: datetime) -> None:
        await answered(
            self._users.update_one(
                {"_id": user_id, "declines.id": {"$ne": decline_id}},
                {"$push": {"declines": {"$each": [{"id": decline_id, "at": at}], "$slice": -MAX_KEPT}}},
            )
        )
