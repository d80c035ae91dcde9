"""Brings a database to the schema this Till writes; safe to repeat, and safe while others serve."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import pymongo
from pymongo.errors import OperationFailure

from adapters.mongodb.driver.connection import Database
from adapters.mongodb.driver.failures import answered
from adapters.mongodb.schema.collections import COLLECTIONS, CollectionPlan, endpoint_index
from adapters.mongodb.stores.orders import CHANGED_NOW
from application.ports.shop.webhooks import EndpointId
from application.ports.storage.failures import StoreUnavailable

_NAMESPACE_EXISTS = 48
_INDEX_NOT_FOUND = 27
_INDEXING = 3600.0
"""Seconds for building indexes over what is there already."""


async def migrate(database: Database, endpoint_ids: Sequence[EndpointId] = ()) -> None:
    """Makes every collection, its validator and its indexes, those for the shop's endpoints included.

    Raises `StoreUnavailable`.
    """
    for plan in COLLECTIONS:
        await _create(database, plan.name)
        await _validate(database, plan)
        if plan.indexes:
            with pymongo.timeout(_INDEXING):
                await answered(database[plan.name].create_indexes(list(plan.indexes)), within=_INDEXING)
        # Only now, so that no query is ever without its index.
        for name in plan.retired:
            await _drop(database, plan.name, name)
    await index_endpoints(database, endpoint_ids)
    # Orders of an earlier Till have no moment of their last change: they count as changed now.
    with pymongo.timeout(_INDEXING):
        undated = database["orders"].update_many({"changedAt": {"$exists": False}}, CHANGED_NOW)
        await answered(undated, within=_INDEXING)


async def index_endpoints(database: Database, endpoint_ids: Sequence[EndpointId]) -> None:
    """Makes the indexes of what waits for these endpoints; done already, it costs one round trip."""
    if endpoint_ids:
        with pymongo.timeout(_INDEXING):
            wanted = [endpoint_index(endpoint_id) for endpoint_id in endpoint_ids]
            await answered(database["orders"].create_indexes(wanted), within=_INDEXING)


async def _create(database: Database, name: str) -> None:
    with _done_already(_NAMESPACE_EXISTS):
        await answered(database.create_collection(name, check_exists=False))


async def _drop(database: Database, collection: str, index: str) -> None:
    with _done_already(_INDEX_NOT_FOUND):
        await answered(database[collection].drop_index(index))


@contextmanager
def _done_already(code: int) -> Iterator[None]:
    """Around what the server refuses with this code once it is done."""
    try:
        yield
    except StoreUnavailable as fault:
        cause = fault.__cause__
        if not (isinstance(cause, OperationFailure) and cause.code == code):
            raise


async def _validate(database: Database, plan: CollectionPlan) -> None:
    """Moderate: a document that broke the rules before can still be fixed step by step."""
    await answered(
        database.command(
            "collMod",
            plan.name,
            validator={"$jsonSchema": plan.validator},
            validationLevel="moderate",
            validationAction="error",
        )
    )
