"""The one way in which several workers share what is due, without two of them ever holding the same document.

Candidates are read, shuffled so that workers seldom meet, and each is claimed by a write on condition that it still is
as it was read. (findAndModify would make one claim in a crowd cost as much as the crowd.)
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from typing import Any, Final, TypeAlias, TypeVar

from adapters.mongodb.driver.connection import Collection, Document
from adapters.mongodb.driver.failures import answered
from adapters.mongodb.driver.reads import find

Shuffle: TypeAlias = Callable[[list[Any]], None]
"""Puts a list into a random order, in place."""

CROWD: Final = 2
"""Candidates read for each that is wanted, because others may claim some of them first."""

_Candidate = TypeVar("_Candidate")


@dataclass(frozen=True, slots=True, kw_only=True)
class DueQueue:
    """The documents of a collection that match `due` and whose time has come.

    `at` is the field of that time, which a claim moves into the future; `as_read` names further fields that must not
    have changed since the candidate was read. Where `time_optional`, a document whose time is null is due at once.
    """

    collection: Collection
    due: Document
    at: str
    as_read: tuple[str, ...] = ()
    time_optional: bool = False

    async def candidates(self, now: datetime, limit: int) -> list[Document]:
        """The documents due longest, some more than `limit`."""
        come = {"$not": {"$gt": now}} if self.time_optional else {"$lte": now}
        found = find(self.collection, {**self.due, self.at: come}).sort(self.at, 1)
        return await answered(found.limit(limit * CROWD).to_list(limit * CROWD))

    async def claim(self, candidate: Document, until: datetime) -> bool:
        """Claims a candidate until then; False where another worker did, or its document changed, meanwhile."""
        unchanged = {field: _value(candidate, field) for field in (self.at, *self.as_read)}
        written = await answered(
            self.collection.update_one({"_id": candidate["_id"], **self.due, **unchanged}, {"$set": {self.at: until}})
        )
        return bool(written.modified_count)


async def claim_some(
    candidates: Sequence[_Candidate], limit: int, shuffle: Shuffle, claim: Callable[[_Candidate], Awaitable[bool]]
) -> list[_Candidate]:
    """Up to `limit` of the candidates, those that `claim` succeeded for."""
    shuffled = list(candidates)
    shuffle(shuffled)
    claimed: list[_Candidate] = []
    for candidate in shuffled:
        if len(claimed) == limit:
            break
        if await claim(candidate):
            claimed.append(candidate)
    return claimed


def _value(document: Document, field: str) -> Any:
    return reduce(lambda inner, name: inner[name], field.split("."), document)
