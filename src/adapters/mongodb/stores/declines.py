"""A user's declines and attempts to use a card, in the user's own document: every checkout reads that document."""

from collections.abc import Sequence
from datetime import datetime

from adapters.mongodb.driver.connection import Collection, Database
from adapters.mongodb.driver.failures import answered
from adapters.mongodb.driver.reads import find_one
from domain.facts.payment import FailedAttempt
from domain.identifiers.types import UserId

MAX_KEPT = 50
"""Bounds the user's document, far above the limit."""


class MongoDeclines:
    """Keeps the port `Declines`."""

    def __init__(self, database: Database) -> None:
        self._users = database["users"]

    async def begin(self, user_id: UserId, attempt_id: str, at: datetime, *, since: datetime, limit: int) -> bool:
        counted = {
            "$filter": {
                "input": {"$ifNull": ["$declines", []]},
                "as": "decline",
                "cond": {"$gte": ["$$decline.at", since]},
            }
        }
        if await _added(self._users, user_id, attempt_id, at, {"$expr": {"$lt": [{"$size": counted}, limit]}}):
            return True
        return await find_one(self._users, {"_id": user_id, "declines.id": attempt_id}, {"_id": 1}) is not None

    async def end(self, user_id: UserId, attempt_id: str) -> None:
        await answered(self._users.update_one({"_id": user_id}, {"$pull": {"declines": {"id": attempt_id}}}))


async def count_declines(users: Collection, user_id: UserId, declines: Sequence[FailedAttempt]) -> None:
    """Adds declines to the user's, each once. A user whom another program removed has none."""
    for decline in declines:
        await _added(users, user_id, decline.id, decline.at, {})


async def _added(users: Collection, user_id: UserId, decline_id: str, at: datetime, also: dict[str, object]) -> bool:
    kept = {"$each": [{"id": decline_id, "at": at}], "$slice": -MAX_KEPT}
    written = await answered(
        users.update_one({"_id": user_id, "declines.id": {"$ne": decline_id}, **also}, {"$push": {"declines": kept}})
    )
    return bool(written.matched_count)
