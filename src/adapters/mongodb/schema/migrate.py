"""Brings a database to the schema this Till writes; safe to repeat, and safe while others serve.

It compares before it changes, so that a database that is up to date is only read: each change locks its collection for
a moment, and a validator is changed under an exclusive lock.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final

import pymongo
from pymongo import IndexModel
from pymongo.errors import OperationFailure

from adapters.mongodb.driver.connection import Database, Document
from adapters.mongodb.driver.failures import answered
from adapters.mongodb.driver.reads import find_one
from adapters.mongodb.driver.server import require_mongodb
from adapters.mongodb.schema.differences import LATER, Difference, Kind, differences
from adapters.mongodb.stores.labelling import label_orders
from adapters.mongodb.stores.orders import CHANGED_NOW
from adapters.mongodb.stores.waiting_orders import WaitingOrders
from application.ports.shop.webhooks import EndpointId
from application.ports.storage.failures import StoreUnavailable
from application.ports.storage.inbox import EventStatus

ROLES: Final = "readWrite and dbAdmin"
"""What the user of `migrate` needs on the database; serving and working need readWrite alone."""

_NAMESPACE_EXISTS: Final = 48
_INDEX_NOT_FOUND: Final = 27
_INDEXING: Final = 3600.0
"""Seconds for building an index over what is there already."""


async def migrate(
    database: Database, endpoint_ids: Sequence[EndpointId] = (), *, tighten: bool = False
) -> list[Difference]:
    """Makes every collection, its validator and its indexes, and returns what it changed.

    No validator is made stricter than the stored one, and no index is dropped, unless `tighten`: processes of an older
    version may still write and read. Waits for indexes that are being built. Orders of an older version get what this
    one finds them by, those for the endpoints `endpoint_ids` too. Raises `StoreUnavailable` and `StoreRefused`.
    """
    await require_mongodb(database)
    found = [each for each in await differences(database) if tighten or each.kind not in LATER]
    for kind in Kind:
        for difference in found:
            if difference.kind is kind:
                await _change(database, difference)
    if tighten:
        # What was older than both is now looser than the plan.
        for difference in await differences(database):
            if difference.kind is Kind.VALIDATOR_LOOSER:
                found.append(difference)
                await _change(database, difference)
        await _drop_payloads(database)
    await _date_orders(database)
    await label_orders(database["orders"], WaitingOrders(database, endpoint_ids))
    return found


async def _date_orders(database: Database) -> None:
    """Orders of an earlier Till have no moment of their last change: they count as changed now."""
    undated = {"changedAt": None}
    if await find_one(database["orders"], undated, {"_id": 1}) is not None:
        with pymongo.timeout(_INDEXING):
            dating = database["orders"].update_many(undated, CHANGED_NOW)
        await answered(dating, within=_INDEXING)


async def _drop_payloads(database: Database) -> None:
    """An earlier Till kept the payloads of events that had their effect, which name and locate people."""
    settled = {"status": {"$in": [status.value for status in EventStatus if not status.keeps_payload]}}
    with pymongo.timeout(_INDEXING):
        dropping = database["webhook_events"].update_many(
            {**settled, "payload": {"$gt": ""}}, {"$set": {"payload": ""}}
        )
    await answered(dropping, within=_INDEXING)


async def _change(database: Database, difference: Difference) -> None:
    name, index = difference.plan.name, difference.index
    match difference.kind:
        case Kind.COLLECTION_MISSING:
            with _done_already(_NAMESPACE_EXISTS):
                await answered(database.create_collection(name, check_exists=False))
            await _validate(database, name, difference.plan.validator)
        case Kind.INDEX_CHANGED if index is not None:
            await _replace(database, name, index)
        # For an index that is being built already, the server answers once it is built.
        case Kind.INDEX_MISSING | Kind.INDEX_BUILDING if index is not None:
            await _build(database, name, index)
        # Only at the end, so that no query is ever without its index.
        case Kind.INDEX_RETIRED:
            await _drop(database, name, str(difference.retired))
        case _:
            await _validate(database, name, difference.validator or difference.plan.validator)


async def _replace(database: Database, collection: str, index: IndexModel) -> None:
    """A changed expiry is changed in place; any other option needs another index."""
    name, planned = index.document["name"], index.document
    stored = (await answered(database[collection].index_information())).get(name, {})
    same_key = list(stored.get("key", ())) == list(planned["key"].items())
    if same_key and "expireAfterSeconds" in stored and "expireAfterSeconds" in planned:
        expiry = {"name": name, "expireAfterSeconds": planned["expireAfterSeconds"]}
        await answered(database.command("collMod", collection, index=expiry))
        return
    await _drop(database, collection, name)
    await _build(database, collection, index)


async def _build(database: Database, collection: str, index: IndexModel) -> None:
    with pymongo.timeout(_INDEXING):
        await answered(database[collection].create_indexes([index]), within=_INDEXING)


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


async def _validate(database: Database, collection: str, schema: Document) -> None:
    """Moderate: a document that broke the rules before can still be fixed step by step."""
    options: dict[str, Any] = {"validationLevel": "moderate", "validationAction": "error"}
    await answered(database.command("collMod", collection, validator={"$jsonSchema": schema}, **options))
