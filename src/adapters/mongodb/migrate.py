"""Brings a database to the schema this Till writes; safe to repeat, and safe while others serve."""

import pymongo
from pymongo.errors import OperationFailure

from adapters.mongodb.connection import Database
from adapters.mongodb.failures import answered
from adapters.mongodb.schema import COLLECTIONS, CollectionPlan
from application.errors import StoreUnavailable

_NAMESPACE_EXISTS = 48
_INDEXING = 3600.0
"""Seconds for building indexes over what is there already."""


async def migrate(database: Database) -> None:
    """Make every collection, its validator and its indexes. Raises `StoreUnavailable`."""
    for plan in COLLECTIONS:
        await _create(database, plan.name)
        await _validate(database, plan)
        if plan.indexes:
            with pymongo.timeout(_INDEXING):
                await answered(database[plan.name].create_indexes(list(plan.indexes)), within=_INDEXING)


async def _create(database: Database, name: str) -> None:
    try:
        await answered(database.create_collection(name, check_exists=False))
    except StoreUnavailable as fault:
        cause = fault.__cause__
        if not (isinstance(cause, OperationFailure) and cause.code == _NAMESPACE_EXISTS):
            raise


async def _validate(database: Database, plan: CollectionPlan) -> None:
    """Moderate: a document that broke the rules before may still be mended step by step."""
    await answered(
        database.command(
            "collMod",
            plan.name,
            validator={"$jsonSchema": plan.validator},
            validationLevel="moderate",
            validationAction="error",
        )
    )
