"""Many writes as one command, with the outcome of each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from pymongo import InsertOne, UpdateOne
from pymongo.errors import BulkWriteError

from adapters.mongodb.driver.connection import Collection, Document
from adapters.mongodb.driver.failures import answered, fault_of

Statement: TypeAlias = InsertOne[Document] | UpdateOne


@dataclass(frozen=True, slots=True, kw_only=True)
class BulkOutcome:
    """What became of the statements: how many updates found their document, which inserted one, and which failed."""

    matched: int
    upserted: frozenset[int]
    faults: Mapping[int, Exception]


async def write(collection: Collection, statements: Sequence[Statement]) -> BulkOutcome:
    """Sends all statements, all inserts or all updates, as one command; one that fails keeps none from being done.

    Raises as `answered` does where nothing is known of any.
    """
    details = await answered(_written(collection, statements))
    return BulkOutcome(
        matched=details["nMatched"],
        upserted=frozenset(each["index"] for each in details["upserted"]),
        faults={each["index"]: fault_of(each.get("code"), "WriteError") for each in details["writeErrors"]},
    )


async def _written(collection: Collection, statements: Sequence[Statement]) -> Document:
    try:
        done = await collection.bulk_write(statements, ordered=False)
    except BulkWriteError as partial:
        details: Document = dict(partial.details)
        # Not known to be durable, any of them.
        if details["writeConcernErrors"]:
            raise
        return details
    return done.bulk_api_result
