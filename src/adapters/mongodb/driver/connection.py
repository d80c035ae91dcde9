"""Opens MongoDB so that what was acknowledged stays and nobody waits long."""

import asyncio
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

SILENCE = 4.0
"""Seconds of silence after which a connection is given up: longer than any query of ours, shorter than a shopper's
patience. (`timeoutMS` would send the server another limit at each retry, by which one that compares whole commands no
longer knows a retry for what it is.)"""

_FINDING_A_PRIMARY = 3.0
"""Seconds to find a primary: most elections are over by then, and it leaves time for the operation itself."""

_DURABLE = WriteConcern(w="majority", j=True)


def connect(uri: str, *, silence: float = SILENCE, listeners: Sequence[_EventListener] = ()) -> Client:
    """A client, which connects when it is first used, and belongs to the event loop that does."""
    return AsyncIOMotorClient(
        uri,
        appname="till",
        socketTimeoutMS=round(silence * 1000),
        connectTimeoutMS=round(silence * 1000),
        serverSelectionTimeoutMS=round(min(silence, _FINDING_A_PRIMARY) * 1000),
        waitQueueTimeoutMS=round(min(silence, _FINDING_A_PRIMARY) * 1000),
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


async def disconnect(client: Client) -> None:
    """Closes the client in a thread, because it waits for a server that may be gone."""
    await asyncio.to_thread(client.close)
