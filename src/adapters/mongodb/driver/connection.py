"""Opens MongoDB so that what was acknowledged stays and no caller waits long."""

import asyncio
from collections.abc import Sequence
from typing import Any, TypeAlias

from bson.codec_options import CodecOptions
from motor.frameworks.asyncio import max_workers
from motor.motor_asyncio import AsyncIOMotorClient, AsyncIOMotorCollection, AsyncIOMotorDatabase
from pymongo import ReadPreference, WriteConcern
from pymongo.monitoring import _EventListener
from pymongo.read_concern import ReadConcern

Document: TypeAlias = dict[str, Any]
Client: TypeAlias = AsyncIOMotorClient[Document]
Database: TypeAlias = AsyncIOMotorDatabase[Document]
Collection: TypeAlias = AsyncIOMotorCollection[Document]

TIMEOUT = 4.0
"""Seconds of silence after which a connection is given up: longer than any query of ours, shorter than a shopper waits.
Reads have a shorter limit on the server (`driver.reads`), and so has the wait for a majority. (`timeoutMS` would send
another `maxTimeMS` with each retry of a write; a server that compares whole commands would not recognise the retry.)"""

_SERVER_SELECTION = 3.0
"""Seconds to find a primary, which leaves time for the operation itself."""

RESERVED_CONNECTIONS = 2
"""Connections beyond those that Motor's threads can hold, for the health check."""

_DURABLE = WriteConcern(w="majority", j=True, wtimeout=3_500)
"""The wait for a majority has its limit on the server too; after it the write may be done, as after any timeout."""

_COMMITTED = ReadConcern("majority")
"""What was read can't be rolled back by an election: an event found stored may be acknowledged."""


def connect(uri: str, *, timeout: float = TIMEOUT, listeners: Sequence[_EventListener] = ()) -> Client:
    """A client, which connects when it is first used, and belongs to the event loop that does."""
    return AsyncIOMotorClient(
        uri,
        appname="till",
        socketTimeoutMS=round(timeout * 1000),
        connectTimeoutMS=round(timeout * 1000),
        serverSelectionTimeoutMS=round(min(timeout, _SERVER_SELECTION) * 1000),
        waitQueueTimeoutMS=round(min(timeout, _SERVER_SELECTION) * 1000),
        maxPoolSize=max_workers + RESERVED_CONNECTIONS,
        retryWrites=True,
        retryReads=True,
        event_listeners=list(listeners),
    )


def open_database(client: Client, name: str) -> Database:
    """The database with majority, journaled writes, majority reads of the primary and times in UTC, whatever the URI
    says."""
    return client.get_database(
        name,
        codec_options=CodecOptions(tz_aware=True),
        read_preference=ReadPreference.PRIMARY,
        read_concern=_COMMITTED,
        write_concern=_DURABLE,
    )


async def disconnect(client: Client) -> None:
    """Closes the client in a thread, because it waits for a server that may be gone."""
    await asyncio.to_thread(client.close)
