"""Opens MongoDB so that what was acknowledged stays and nobody waits long."""

from collections.abc import Sequence
from typing import Any, TypeAlias

from bson.codec_options import CodecOptions
from motor.motor_asyncio import AsyncIOMotorClient, AsyncIOMotorCollection, AsyncIOMotorDatabase
from pymongo import ReadPreference, WriteConcern
from pymongo.monitoring import _EventListener

Document: TypeAlias = dict[str, Any]
Client: TypeAlias = AsyncIOMotorClient[Document]
Database: TypeAlias = AsyncIOMotorDatabase[Document]
Collection: TypeAlias = AsyncIOMotorCollection[Document]

DRIVER_TIMEOUT = 4.0
"""Seconds for one operation, retries included: longer than most elections, shorter than a shopper's patience."""

_FINDING_A_PRIMARY = 3.0
"""Seconds to find a primary: most elections are over by then, and it leaves time for the operation itself."""

_DURABLE = WriteConcern(w="majority", j=True)


def connect(uri: str, *, timeout: float = DRIVER_TIMEOUT, listeners: Sequence[_EventListener] = ()) -> Client:
    """A client, which connects when it is first used, and belongs to the event loop that does."""
    return AsyncIOMotorClient(
        uri,
        appname="till",
        timeoutMS=round(timeout * 1000),
        serverSelectionTimeoutMS=round(min(timeout, _FINDING_A_PRIMARY) * 1000),
        connectTimeoutMS=round(timeout * 1000),
        retryWrites=True,
        retryReads=True,
        event_listeners=list(listeners),
    )


def open_database(client: Client, name: str) -> Database:
    """The database with majority, journaled writes, primary reads and times in UTC, whatever the URI says."""
    return client.get_database(
        name,
        codec_options=CodecOptions(tz_aware=True),
        read_preference=ReadPreference.PRIMARY,
        write_concern=_DURABLE,
    )
